public import Wire

/// A batch of messages as an event source mapping hands it over.
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html>
public struct QueueEvent: Sendable {
    public struct Record: Sendable {
        public let messageID: String
        public let body: String
        /// How often the message was received, this time included.
        public let receiveCount: Int
        /// The whole record.
        public let json: JSON
    }

    public let records: [Record]

    /// Throws `LambdaError` for what is no such event.
    public init(_ event: [UInt8]) throws {
        guard let records = try JSON(parsing: event)["Records"]?.array else {
            throw LambdaError("BadEvent", "The event has no Records.")
        }
        self.records = try records.map { record in
            guard let id = record["messageId"]?.string, let body = record["body"]?.string else {
                throw LambdaError("BadEvent", "A record has no messageId or no body.")
            }
            let count = record["attributes"]?["ApproximateReceiveCount"]?.string.flatMap { Int($0) } ?? 1
            return Record(messageID: id, body: body, receiveCount: count, json: record)
        }
    }

    /// What a handler answers so that only these messages come again; the mapping must ask for
    /// `ReportBatchItemFailures`.
    public static func answer(failed messageIDs: [String]) -> [UInt8] {
        let failures = messageIDs.map { JSON.object(["itemIdentifier": .string($0)]) }
        return Array(JSON.object(["batchItemFailures": .array(failures)]).text.utf8)
    }
}

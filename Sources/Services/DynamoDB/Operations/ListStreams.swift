internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Streams of an answer.
    private static let streamPageMax = 100

    /// Lists streams of a table, or all: those that are open, and closed ones for a day.
    func listStreams(_ input: ListStreamsInput, _ call: Call) async throws -> ListStreamsOutput {
        let limit = min(input.limit ?? Self.streamPageMax, Self.streamPageMax)
        var place = (name: "", label: "")
        if let start = input.exclusiveStartStreamArn { place = try Self.streamName(start) }
        let from = place
        return try await call.read { tx in
            let page = try ChangeStreams.listed(
                call.scope, table: input.tableName.map(Self.tableName), after: from, limit: limit + 1, in: tx)
            let streams = page.prefix(limit).map { stream in
                Stream(
                    streamArn: stream.arn(in: call.scope), tableName: stream.tableName,
                    streamLabel: stream.label)
            }
            return ListStreamsOutput(
                streams: streams,
                lastEvaluatedStreamArn: page.count > limit ? streams.last?.streamArn : nil)
        }
    }

    /// Table and label of a stream's ARN.
    static func streamName(_ text: String) throws(ValidationException) -> (name: String, label: String) {
        let parts = ARN(text)?.resource.split(separator: "/").map(String.init) ?? []
        guard parts.count == 4, parts[0] == "table", parts[2] == "stream" else {
            throw ValidationException("Invalid StreamArn: \(text)")
        }
        return (parts[1], parts[3])
    }

    /// The stream that a request names.
    func stream(_ arn: String, _ call: Call, in tx: borrowing Transaction) throws -> ChangeStream {
        let (name, label) = try Self.streamName(arn)
        guard let stream = try ChangeStreams.find(name, label, call.scope, in: tx),
            stream.arn(in: call.scope) == arn
        else {
            throw ResourceNotFoundException("Requested resource not found: Stream: \(arn) not found")
        }
        return stream
    }
}

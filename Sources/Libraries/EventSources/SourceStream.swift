public import Kernel
internal import Wire

/// The stream that a consumer takes records from, by its public operations.
public struct SourceStream: Sendable {
    public let arn: ARN
    public let shard: String

    /// Finds the stream; throws the refusal when there is none or the caller may not know.
    public init(_ arn: ARN, _ call: Kernel.Call) async throws {
        self.arn = arn
        let answer = try await call.invoke(
            "dynamodb:DescribeStream", ["StreamArn": .string(arn.description)])
        shard = answer["StreamDescription"]?["Shards"]?.array?.first?["ShardId"]?.string ?? ""
    }

    /// The place after a record; the oldest one that is kept when there was none, or it is not kept any more.
    public func iterator(after number: String, _ call: Kernel.Call) async throws -> String {
        var input: JSONObject = [
            "StreamArn": .string(arn.description), "ShardId": .string(shard),
            "ShardIteratorType": "TRIM_HORIZON",
        ]
        if !number.isEmpty {
            var exact = input
            exact["ShardIteratorType"] = "AFTER_SEQUENCE_NUMBER"
            exact["SequenceNumber"] = .string(number)
            do {
                return try await iterator(.object(exact), call)
            } catch let failure as any Failure where failure.code == "TrimmedDataAccessException" {
                // What was not read in time is gone.
            }
        }
        input["ShardIteratorType"] = "TRIM_HORIZON"
        return try await iterator(.object(input), call)
    }

    private func iterator(_ input: JSON, _ call: Kernel.Call) async throws -> String {
        try await call.invoke("dynamodb:GetShardIterator", input)["ShardIterator"]?.string ?? ""
    }

    /// Records after a place, and the next place, which a closed shard does not have at its end.
    func read(
        _ iterator: String, limit: Int, _ call: Kernel.Call
    ) async throws -> (records: [SourceRecord], next: String?) {
        let answer = try await call.invoke(
            "dynamodb:GetRecords",
            ["ShardIterator": .string(iterator), "Limit": .number(String(min(limit, Self.pageMax)))])
        let records = (answer["Records"]?.array ?? []).map { SourceRecord(json: $0, source: arn.description) }
        return (records, answer["NextShardIterator"]?.string)
    }

    private static let pageMax = 1000
}

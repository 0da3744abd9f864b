internal import DynamoDBInterface
internal import Kernel
internal import Store
internal import Wire

extension DynamoDB {
    /// Tells what a stream holds: one shard, which ends when the stream is closed.
    func describeStream(_ input: DescribeStreamInput, _ call: Call) async throws -> DescribeStreamOutput {
        try await call.read { tx in
            let stream = try stream(input.streamArn, call, in: tx)
            var range = SequenceNumberRange(
                startingSequenceNumber: SequenceNumber.text(stream.beforeFirst + 1))
            if stream.closedAt != nil {
                let last = stream.lastClosed ?? stream.beforeFirst + 1
                range.endingSequenceNumber = SequenceNumber.text(last)
            }
            let shard = Shard(shardId: stream.shard, sequenceNumberRange: range)
            // No shard follows another.
            let isLeftOut = input.exclusiveStartShardId != nil || input.shardFilter != nil
            return DescribeStreamOutput(
                streamDescription: StreamDescription(
                    streamArn: stream.arn(in: call.scope), streamLabel: stream.label,
                    streamStatus: stream.closedAt == nil ? "ENABLED" : "DISABLED",
                    streamViewType: stream.view.rawValue, creationRequestDateTime: stream.createdAt.timestamp,
                    tableName: stream.tableName, keySchema: try Self.keySchema(stream.keySchema),
                    shards: isLeftOut ? [] : [shard]))
        }
    }

    private static func keySchema(_ text: String) throws -> [KeySchemaElement] {
        try TableDescription(json: Array(text.utf8)).keySchema ?? []
    }
}

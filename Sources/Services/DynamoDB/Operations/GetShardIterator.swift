internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// A place in a shard, from which records can be read for a quarter of an hour.
    func getShardIterator(
        _ input: GetShardIteratorInput, _ call: Call
    ) async throws -> GetShardIteratorOutput {
        try await call.read { tx in
            let stream = try stream(input.streamArn, call, in: tx)
            guard input.shardId == stream.shard else {
                throw ResourceNotFoundException(
                    "Requested resource not found: Shard does not exist: \(input.shardId)")
            }
            let position: Int64
            switch input.shardIteratorType {
            case "TRIM_HORIZON": position = stream.trimmedTo
            case "LATEST": position = try ChangeRecords.last(in: tx)
            default:
                guard let text = input.sequenceNumber else {
                    throw ValidationException(
                        "SequenceNumber is required for the ShardIteratorType \(input.shardIteratorType)")
                }
                guard let number = SequenceNumber.parse(text), number > stream.beforeFirst else {
                    throw ValidationException("Invalid SequenceNumber: \(text)")
                }
                position = input.shardIteratorType == "AT_SEQUENCE_NUMBER" ? number - 1 : number
                try Self.checkTrimmed(position, stream)
            }
            let place = ShardIterator(stream: input.streamArn, position: position, madeAt: call.now)
            return GetShardIteratorOutput(shardIterator: place.text)
        }
    }

    static func checkTrimmed(_ position: Int64, _ stream: ChangeStream) throws(TrimmedDataAccessException) {
        guard position >= stream.trimmedTo else {
            throw TrimmedDataAccessException(
                "The operation attempted to read past the oldest stream record in a shard.")
        }
    }
}

internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Records and bytes of an answer.
    private static let recordsMax = 1000
    private static let recordsSizeMax = 1 << 20

    /// Reads the records after a place, in the order of the changes of each item.
    func getRecords(_ input: GetRecordsInput, _ call: Call) async throws -> GetRecordsOutput {
        let limit = input.limit ?? Self.recordsMax
        guard limit <= Self.recordsMax else {
            throw ValidationException(
                "1 validation error detected: Value '\(limit)' at 'limit' failed to satisfy constraint: Member "
                    + "must have value less than or equal to \(Self.recordsMax)")
        }
        let place = try ShardIterator(input.shardIterator, at: call.now)
        return try await call.read { tx in
            let stream = try stream(place.stream, call, in: tx)
            try Self.checkTrimmed(place.position, stream)
            var records: [Record] = []
            var position = place.position
            var size = 0
            var hasMore = false
            let oldest = call.now - ChangeStream.retention
            try ChangeRecords.forEach(stream.id, after: position, since: oldest, in: tx) { found in
                hasMore = records.count == limit || (size > 0 && size + found.size > Self.recordsSizeMax)
                guard !hasMore else { return false }
                records.append(try found.record(of: stream, call.scope))
                size += found.size
                position = found.number
                return true
            }
            let isOver = stream.closedAt != nil && !hasMore
            let next = ShardIterator(stream: place.stream, position: position, madeAt: call.now)
            return GetRecordsOutput(records: records, nextShardIterator: isOver ? nil : next.text)
        }
    }
}

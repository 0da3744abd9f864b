internal import EventSources
internal import Kernel
internal import Wire

/// What a dead-letter target is told of records that were given up: where they are, not what they say.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dead-letter-queues.html>
struct DeadLetter {
    let pipe: ARN
    let stream: String
    let shard: String
    let condition: GiveUpCondition
    let first: SourceRecord
    let last: SourceRecord
    let count: Int

    func json(at now: Instant) -> JSON {
        [
            "context": [
                "partnerResourceArn": .string(pipe.description), "condition": .string(condition.rawValue),
            ],
            "version": "1.0", "timestamp": .string(now.timestamp.text(.iso8601, alwaysMilliseconds: true)),
            "DDBStreamBatchInfo": [
                "shardId": .string(shard), "startSequenceNumber": .string(first.number),
                "endSequenceNumber": .string(last.number),
                "approximateArrivalOfFirstRecord": .string(Self.time(first)),
                "approximateArrivalOfLastRecord": .string(Self.time(last)),
                "batchSize": .number(String(count)), "streamArn": .string(stream),
            ],
        ]
    }

    private static func time(_ record: SourceRecord) -> String {
        Instant(milliseconds: record.second * 1000).timestamp.text(.iso8601)
    }
}

internal import Kernel
internal import Synchronization

/// What SQS counts for CloudWatch's `AWS/SQS` metrics, over all queues.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html>
final class Meters: Sendable {
    let sent = Atomic<Int>(0)
    let sentBytes = Atomic<Int>(0)
    let received = Atomic<Int>(0)
    let emptyReceives = Atomic<Int>(0)
    let deleted = Atomic<Int>(0)
    let buried = Atomic<Int>(0)

    /// Offers the counts to the kernel, which asks when somebody looks: counting stays an addition.
    func publish(in metrics: Metrics) {
        metrics.gauge("sqs_number_of_messages_sent_total") { Double(self.sent.load(ordering: .relaxed)) }
        metrics.gauge("sqs_sent_message_bytes_total") { Double(self.sentBytes.load(ordering: .relaxed)) }
        metrics.gauge("sqs_number_of_messages_received_total") {
            Double(self.received.load(ordering: .relaxed))
        }
        metrics.gauge("sqs_number_of_empty_receives_total") {
            Double(self.emptyReceives.load(ordering: .relaxed))
        }
        metrics.gauge("sqs_number_of_messages_deleted_total") {
            Double(self.deleted.load(ordering: .relaxed))
        }
        metrics.gauge("sqs_number_of_messages_dead_lettered_total") {
            Double(self.buried.load(ordering: .relaxed))
        }
    }

    func countSent(_ messages: [NewMessage]) {
        countSent(messages.count, byteCount: messages.reduce(0) { $0 + $1.byteCount })
    }

    func countSent(_ count: Int, byteCount: Int) {
        sent.add(count, ordering: .relaxed)
        sentBytes.add(byteCount, ordering: .relaxed)
    }

    func countDeleted(_ count: Int) { deleted.add(count, ordering: .relaxed) }

    func countBuried() { buried.add(1, ordering: .relaxed) }

    func countReceived(_ count: Int) {
        if count == 0 {
            emptyReceives.add(1, ordering: .relaxed)
        } else {
            received.add(count, ordering: .relaxed)
        }
    }
}

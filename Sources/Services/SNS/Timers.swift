internal import Kernel
internal import Store

extension SNS {
    /// Ends what was never confirmed, and what was deactivated and not restored.
    func fire(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {
        guard let subscription = try Subscriptions.named(timer.key, in: tx), subscription.state != .confirmed
        else {
            return
        }
        guard let end = subscription.expiresAt, end <= call.now else { return }
        let arn = subscription.topicARN
        try Subscriptions.remove(subscription.id, in: tx)
        try Topics.count(
            subscription.topic, pending: subscription.state == .pending ? -1 : 0,
            deleted: subscription.state == .deactivated ? -1 : 0, in: tx)
        tx.afterCommit { [topics] in topics.forget(arn) }
    }
}

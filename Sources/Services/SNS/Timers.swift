internal import Kernel
internal import Store

extension SNS {
    /// Ends what was never confirmed, and what was deactivated and not restored.
    func fire(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {
        if timer.key.hasPrefix("archive:") { return try removeArchive(timer, call, in: tx) }
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

    /// Removes what the archive of a topic held that archives no more, piece by piece.
    private func removeArchive(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {
        guard let topic = Int64(timer.key.dropFirst("archive:".count)) else { return }
        if let stored = try Topics.with(id: topic, in: tx), stored.archiveRetention != nil { return }
        guard try Archive.remove(topic: topic, limit: FanOut.removalsMax, in: tx) == FanOut.removalsMax else {
            return
        }
        try call.schedule("sns", at: call.now, key: timer.key, in: tx)
    }
}

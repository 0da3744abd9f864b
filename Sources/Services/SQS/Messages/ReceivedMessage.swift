internal import Kernel

/// A message that was given to a receiver.
struct ReceivedMessage: Sendable {
    let stored: StoredMessage
    let receives: Int64
    let firstReceivedAt: Instant
}

/// What one look into a queue found.
struct Look: Sendable {
    var messages: [ReceivedMessage] = []
    /// Whether nothing was found only because the look had to end: more was thrown away than one look may.
    var isUnfinished = false
    /// Whether the queue has as many messages in flight as it may have.
    var isOverLimit = false
    /// When something else becomes visible.
    var nextDue: Instant?
    /// Whether more messages could be received at once.
    var hasMore = false
}

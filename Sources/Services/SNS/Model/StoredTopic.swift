/// A topic as it is stored.
struct StoredTopic: Sendable {
    /// Subscriptions that a FIFO topic may have.
    static let fifoSubscriptionsMax = 100
    /// Subscriptions that a standard topic may have.
    static let subscriptionsMax = 12_500_000

    let id: Int64
    /// The scope of its owner; 0 when the topic is gone.
    let scope: Int64
    let name: String
    let arn: String
    let version: Int64
    var attributes: [String: String]
    let confirmedCount: Int
    let pendingCount: Int
    let deletedCount: Int

    var isFIFO: Bool { name.hasSuffix(".fifo") }
    var deduplicatesByContent: Bool { attributes["ContentBasedDeduplication"] == "true" }
    /// Whether a deduplication id counts within its message group alone.
    var deduplicatesByGroup: Bool { attributes["FifoThroughputScope"] == "MessageGroup" }
    var signsWithSHA256: Bool { attributes["SignatureVersion"] == "2" }

    var owner: String {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count > 4 ? String(parts[4]) : ""
    }
}

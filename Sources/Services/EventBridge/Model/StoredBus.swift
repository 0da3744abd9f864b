internal import Kernel

/// An event bus as it is stored.
struct StoredBus: Sendable {
    /// Rules that one bus may have.
    static let rulesMax = 10_000
    /// Archives that one bus may have.
    static let archivesMax = 100

    /// 0 for the default bus of an account that never changed it.
    let id: Int64
    let name: String
    let arn: String
    let description: String?
    let policy: String?
    let ruleCount: Int
    let createdAt: Instant
    let modifiedAt: Instant
    /// `NONE` or `FULL`; nil when it was never said.
    var logDetail: String?
    /// `OFF`, `ERROR`, `INFO` or `TRACE`; nil when it was never said.
    var logLevel: String?
}

internal import Synchronization

/// When which access key was last used and for what: noted in memory with every request, stored by whoever owns
/// the keys when it suits them.
public final class CredentialUses: Sendable {
    /// Keys noted at most between two collections; those beyond it are not noted.
    static let notedMax = 10_000
    /// A use of the same service within this time of the last is not noted again.
    static let resolution: Duration = .seconds(60)

    private let noted = Mutex<[String: CredentialUse]>([:])
    /// Fired when there is something to collect.
    public let signal: Signal

    init(activity: Activity) {
        signal = Signal(activity: activity)
    }

    /// Notes that a request was signed with a key.
    public func note(_ principal: Principal, service: String, region: String, at now: Instant) {
        guard let key = principal.accessKeyID else { return }
        let isFirst = noted.withLock { noted in
            if let last = noted[key], last.service == service, now - last.at < Self.resolution { return false }
            guard noted.count < Self.notedMax || noted[key] != nil else { return false }
            noted[key] = CredentialUse(principal: principal, service: service, region: region, at: now)
            return noted.count == 1
        }
        if isFirst { signal.fire() }
    }

    /// The last use of a key that has not been collected yet.
    public func last(_ accessKeyID: String) -> CredentialUse? { noted.withLock { $0[accessKeyID] } }

    /// Takes what was noted since the last collection.
    public func collect() -> [CredentialUse] {
        noted.withLock { noted in
            defer { noted = [:] }
            return Array(noted.values)
        }
    }
}

/// One use of an access key.
public struct CredentialUse: Sendable {
    public let principal: Principal
    /// The name of the service, for example `sqs`.
    public let service: String
    public let region: String
    public let at: Instant
}

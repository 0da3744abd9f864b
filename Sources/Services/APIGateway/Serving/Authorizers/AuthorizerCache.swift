internal import Kernel
internal import Synchronization
internal import Wire

/// What an authorizer said about a caller.
struct AuthorizerVerdict: Sendable {
    let principalID: String
    /// The policy as its text.
    let policy: String
    let context: JSONObject
    /// The key that counts for the caller, where keys come from authorizers.
    let key: String?
}

/// What authorizers said lately, so that a caller who comes again need not be asked about.
final class AuthorizerCache: Sendable {
    /// Entries kept; beyond it all are asked for again.
    static let entriesMax = 10_000

    private struct Entry {
        let verdict: AuthorizerVerdict
        let endsAt: Instant
    }

    private let entries = Mutex<[String: Entry]>([:])

    func verdict(_ place: String, at now: Instant) -> AuthorizerVerdict? {
        entries.withLock { entries in
            guard let entry = entries[place] else { return nil }
            guard entry.endsAt > now else {
                entries[place] = nil
                return nil
            }
            return entry.verdict
        }
    }

    func keep(_ verdict: AuthorizerVerdict, _ place: String, until end: Instant) {
        entries.withLock { entries in
            if entries.count >= Self.entriesMax { entries = [:] }
            entries[place] = Entry(verdict: verdict, endsAt: end)
        }
    }

    /// Forgets what was said about callers of a stage, or everything.
    func forget(_ prefix: String = "") {
        entries.withLock { entries in
            entries = prefix.isEmpty ? [:] : entries.filter { !$0.key.hasPrefix(prefix) }
        }
    }
}

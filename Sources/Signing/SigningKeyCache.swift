internal import Synchronization

/// Keeps derived keys, because deriving one costs more than the rest of a check. Bounded; safe from any
/// thread.
///
/// Two generations: when the young one is full it becomes the old one, and the old one is dropped. A key in
/// use is found in the old one and moves back, so nothing is swept and a lookup costs the same however many
/// keys there are.
public final class SigningKeyCache: Sendable {
    private struct Entry {
        let secret: String
        let key: VerificationKey
    }

    private struct Generations {
        var young: [String: Entry] = [:]
        var old: [String: Entry] = [:]
    }

    private let generations = Mutex(Generations())
    private let generationSize: Int

    /// A cache of at most `capacity` keys (at least two).
    public init(capacity: Int = 4096) {
        generationSize = max(1, capacity / 2)
    }

    /// The number of keys held now.
    public var count: Int { generations.withLock { $0.young.count + $0.old.count } }

    /// The secret is compared too, so a changed secret never meets a key of the former one.
    func key(secret: String, scope: CredentialScope, algorithm: SignatureAlgorithm) -> VerificationKey? {
        let found = generations.withLock { Self.find(scope.text, in: &$0, size: generationSize) }
        if let found, found.secret == secret { return found.key }
        // Derived outside the lock: two threads may both derive, which is harmless.
        guard let key = VerificationKey(secret: secret, scope: scope, algorithm: algorithm) else {
            return nil
        }
        generations.withLock {
            Self.insert(Entry(secret: secret, key: key), at: scope.text, into: &$0, size: generationSize)
        }
        return key
    }

    /// Forgets every key, for instance when an access key was deleted.
    public func removeAll() {
        generations.withLock { $0 = Generations() }
    }

    private static func find(_ name: String, in generations: inout Generations, size: Int) -> Entry? {
        if let entry = generations.young[name] { return entry }
        guard let entry = generations.old.removeValue(forKey: name) else { return nil }
        insert(entry, at: name, into: &generations, size: size)
        return entry
    }

    private static func insert(
        _ entry: Entry, at name: String, into generations: inout Generations, size: Int
    ) {
        if generations.young.count >= size, generations.young[name] == nil {
            generations.old = generations.young
            generations.young = [:]
        }
        generations.young[name] = entry
        generations.old.removeValue(forKey: name)
    }
}

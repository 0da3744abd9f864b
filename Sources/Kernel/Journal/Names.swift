internal import Store
internal import Synchronization

/// What an identifier says about the place of what it names.
public enum NameMeaning: Hashable, Sendable {
    /// An event, a publication, a run or a request.
    case flow(Flow)
    /// A message of a queue that a client sent.
    case message(key: Int64, sentAt: Instant)
    /// A message of a queue that belongs to a flow.
    case copy(key: Int64, Flow)

    /// Where its steps are kept.
    public var place: Place {
        switch self {
        case .flow(let flow), .copy(_, let flow): .flow(flow)
        case .message(let key, _): .message(key: key)
        }
    }
}

/// Gives out identifiers that look like random UUIDs and say where what they name is found.
///
/// So an event or a message is found by its identifier without an index on it, which would cost a random page
/// for each. What an identifier says is hidden by a permutation with a key of the store's own: identifiers of
/// different servers meet no more often than random ones. It is no secret, and no protection.
/// `docs/decisions/0006-why.md`
public final class Names: Sendable {
    private enum Kind: UInt64 {
        case message = 0
        case copy = 1
        case flow = 2
    }

    /// Half of the 122 bits that a random UUID leaves free.
    private static let half: UInt64 = 1 << 61 - 1
    private let firstKey = Atomic<UInt64>(0)
    private let secondKey = Atomic<UInt64>(0)
    private let thirdKey = Atomic<UInt64>(0)
    private let fourthKey = Atomic<UInt64>(0)
    private let last = Atomic<Int64>(0)
    private let entropy: Entropy

    init(entropy: Entropy) { self.entropy = entropy }

    /// Sets the store's own key, and the last number that was given out.
    func establish(_ key: [UInt64], last number: Int64) {
        firstKey.store(key[0], ordering: .relaxed)
        secondKey.store(key[1], ordering: .relaxed)
        thirdKey.store(key[2], ordering: .relaxed)
        fourthKey.store(key[3], ordering: .relaxed)
        last.store(number, ordering: .relaxed)
    }

    /// The number of a flow that begins now.
    public func flow(at now: Instant) -> Flow {
        let present = now.milliseconds << Flow.countBits
        var known = last.load(ordering: .relaxed)
        while true {
            let next = max(known + 1, present)
            let (done, seen) = last.compareExchange(expected: known, desired: next, ordering: .relaxed)
            if done { return Flow(number: next) }
            known = seen
        }
    }

    /// A new identifier of something that belongs to a flow.
    public func name(in flow: Flow) -> String {
        // kind 2, flow 48, zero 11 | zero 5, chance 56
        let high = Kind.flow.rawValue << 59 | UInt64(flow.number) << 11
        return seal(high, entropy.next() >> 8)
    }

    /// The identifier of a message, by the key of its row, which is used once only.
    public func name(ofMessage key: Int64, in flow: Flow?, sentAt: Instant) -> String {
        let key = UInt64(key)
        // kind 2, the upper 59 bits of the key | the lower 4, and the flow 48, zero 9, or seconds 32, zero 25
        if let flow {
            return seal(Kind.copy.rawValue << 59 | key >> 4, (key & 15) << 57 | UInt64(flow.number) << 9)
        }
        let seconds = UInt64(max(0, sentAt.seconds)) & 0xFFFF_FFFF
        return seal(Kind.message.rawValue << 59 | key >> 4, (key & 15) << 57 | seconds << 25)
    }

    /// What an identifier says; nil for one that was not given out by this store.
    public func meaning(of name: String) -> NameMeaning? {
        guard let (high, low) = UUIDText.words(name) else { return nil }
        let (first, second) = unseal(high, low)
        switch Kind(rawValue: first >> 59) {
        case .flow:
            guard first & 0x7FF == 0, second >> 56 == 0 else { return nil }
            return Flow(stored: Int64((first >> 11) & 0xFFFF_FFFF_FFFF)).map { .flow($0) }
        case .copy:
            guard second & 0x1FF == 0, let flow = Flow(stored: Int64((second >> 9) & 0xFFFF_FFFF_FFFF)) else {
                return nil
            }
            return .copy(key: Self.key(first, second), flow)
        case .message:
            guard second & 0x1FF_FFFF == 0 else { return nil }
            let seconds = Int64((second >> 25) & 0xFFFF_FFFF)
            return .message(key: Self.key(first, second), sentAt: Instant(milliseconds: seconds * 1000))
        case nil: return nil
        }
    }

    private static func key(_ first: UInt64, _ second: UInt64) -> Int64 {
        Int64((first & (1 << 59 - 1)) << 4 | (second >> 57) & 15)
    }

    // MARK: The permutation

    private func round(_ value: UInt64, _ key: UInt64) -> UInt64 {
        var z = value ^ key
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return (z ^ (z >> 31)) & Self.half
    }

    private func seal(_ high: UInt64, _ low: UInt64) -> String {
        var (left, right) = (high & Self.half, low & Self.half)
        (left, right) = (right, left ^ round(right, firstKey.load(ordering: .relaxed)))
        (left, right) = (right, left ^ round(right, secondKey.load(ordering: .relaxed)))
        (left, right) = (right, left ^ round(right, thirdKey.load(ordering: .relaxed)))
        (left, right) = (right, left ^ round(right, fourthKey.load(ordering: .relaxed)))
        // 60 bits of the left half around the version, its last one and the right half behind the variant.
        let upper = (left >> 13) << 16 | 0x4000 | (left >> 1) & 0xFFF
        return UUIDText.text(upper, 0x8000_0000_0000_0000 | (left & 1) << 61 | right)
    }

    private func unseal(_ high: UInt64, _ low: UInt64) -> (UInt64, UInt64) {
        var left = (high >> 16) << 13 | (high & 0xFFF) << 1 | (low >> 61) & 1
        var right = low & Self.half
        (left, right) = (right ^ round(left, fourthKey.load(ordering: .relaxed)), left)
        (left, right) = (right ^ round(left, thirdKey.load(ordering: .relaxed)), left)
        (left, right) = (right ^ round(left, secondKey.load(ordering: .relaxed)), left)
        (left, right) = (right ^ round(left, firstKey.load(ordering: .relaxed)), left)
        return (left, right)
    }
}

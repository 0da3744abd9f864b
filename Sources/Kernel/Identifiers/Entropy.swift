internal import Glibc
internal import Synchronization

/// The one source of chance of a server: unpredictable in service, repeatable from a seed in tests.
public final class Entropy: Sendable {
    private let isSeeded: Bool
    private let generator: Mutex<SplitMix64>
    private let pool = Mutex(SystemPool())

    /// Draws from the system.
    public init() {
        isSeeded = false
        generator = Mutex(SplitMix64(state: 0))
    }

    /// Draws the same values for the same seed; never for keys of a server that is not a test.
    public init(seed: UInt64) {
        isSeeded = true
        generator = Mutex(SplitMix64(state: seed))
    }

    public func next() -> UInt64 {
        if isSeeded { return generator.withLock { $0.next() } }
        return pool.withLock { $0.next() }
    }

    /// Two numbers at once.
    private func pair() -> (UInt64, UInt64) {
        if isSeeded { return generator.withLock { ($0.next(), $0.next()) } }
        return pool.withLock { ($0.next(), $0.next()) }
    }

    public func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            withUnsafeBytes(of: next()) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }

    /// A number in the range, evenly distributed.
    public func integer(in range: ClosedRange<Int>) -> Int {
        var generator = Generator(entropy: self)
        return Int.random(in: range, using: &generator)
    }

    /// A text of `length` characters drawn from `alphabet`.
    public func text(_ length: Int, of alphabet: StaticString = "abcdefghijklmnopqrstuvwxyz0123456789")
        -> String
    {
        let letters = UnsafeBufferPointer(start: alphabet.utf8Start, count: alphabet.utf8CodeUnitCount)
        let bytes = (0..<length).map { _ in letters[integer(in: 0...(letters.count - 1))] }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A random UUID (version 4) in lower case.
    public func uuid() -> String {
        var (high, low) = pair()
        high = high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return UUIDText.text(high, low)
    }

    private struct Generator: RandomNumberGenerator {
        let entropy: Entropy
        mutating func next() -> UInt64 { entropy.next() }
    }
}

/// Steele, Lea and Flood's SplitMix64: small, and good enough to repeat a test.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Random words from the system, drawn many at a time: a call of the system for each would cost more than
/// what is done with it.
private struct SystemPool {
    private static let wordCount = 512
    private var words: [UInt64] = []

    mutating func next() -> UInt64 {
        if words.isEmpty { refill() }
        // A word is gone once it is given out.
        return words.popLast() ?? 0
    }

    private mutating func refill() {
        words.reserveCapacity(Self.wordCount)
        var system = SystemRandomNumberGenerator()
        // The system gives at most 256 bytes at a time without fail.
        var piece = [UInt64](repeating: 0, count: 32)
        while words.count < Self.wordCount {
            let isDrawn = piece.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) == 0 }
            words.append(contentsOf: isDrawn ? piece : [system.next()])
        }
    }
}

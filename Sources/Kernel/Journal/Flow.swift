/// The number of a flow: one event, publication or request with everything that comes of it.
///
/// Numbers grow with time: the milliseconds since 1970 and a count of 64 in each, which runs ahead of the
/// clock where there are more. So a number tells when its flow began, also when nothing else is known any
/// more.
public struct Flow: Hashable, Comparable, Sendable {
    static let countBits: Int64 = 6
    /// Bits of a number.
    static let bits = 48

    public let number: Int64

    init(number: Int64) { self.number = number }

    /// The number as a row keeps it; nil when it can be none.
    public init?(stored number: Int64) {
        guard number > 0, number < 1 << Int64(Self.bits) else { return nil }
        self.number = number
    }

    /// When the flow began.
    public var beganAt: Instant { Instant(milliseconds: number >> Self.countBits) }

    public static func < (a: Flow, b: Flow) -> Bool { a.number < b.number }
}

/// Under what the steps of the journal are kept together.
public enum Place: Hashable, Sendable {
    case flow(Flow)
    /// A message that a client sent to a queue, by the key of its row: it has no flow, so that sending costs
    /// nothing more.
    case message(key: Int64)

    /// Flows and keys are positive both.
    var stored: Int64 {
        switch self {
        case .flow(let flow): flow.number
        case .message(let key): -key
        }
    }
}

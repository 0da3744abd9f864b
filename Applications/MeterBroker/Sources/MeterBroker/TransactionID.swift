/// The hub's name for an accepted message: its sender and a number that counts the sender's messages
/// without gaps.
public struct TransactionID: Sendable, Hashable, Comparable {
    public let sender: ParticipantID
    /// 1 for the sender's first message.
    public let sequence: Int

    private static let digits = 12

    public init(sender: ParticipantID, sequence: Int) {
        self.sender = sender
        self.sequence = sequence
    }

    /// Reads `1000000001-000000000042`; nil when it is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let sender = ParticipantID(String(parts[0])),
            parts[1].utf8.count == Self.digits, parts[1].utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            let sequence = Int(parts[1]), sequence > 0
        else { return nil }
        self.init(sender: sender, sequence: sequence)
    }

    public var text: String {
        let number = String(sequence)
        return "\(sender.digits)-\(String(repeating: "0", count: max(0, Self.digits - number.count)))\(number)"
    }

    public static func < (a: Self, b: Self) -> Bool { (a.sender, a.sequence) < (b.sender, b.sequence) }
}

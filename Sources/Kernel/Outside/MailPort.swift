/// Hands mail to a relay outside.
public protocol MailPort: Sendable {
    /// The address that mail comes from.
    var sender: String { get }

    /// Hands over one message with its header fields; throws `DeliveryFailure` when the relay did not take
    /// it.
    func send(_ message: [UInt8], to recipient: String) async throws
}

internal import Kernel

/// A message for a person that stays here: mail in the local mailbox, a text or push that nothing carries on.
struct SentMessage: Sendable {
    enum Medium: String, Sendable {
        case email, sms, push
    }

    let id: String
    let medium: Medium
    /// An address, a telephone number, or the ARN of an endpoint.
    let recipient: String
    /// Of mail: its subject. Of a text: who it says sent it.
    let subject: String?
    let content: String
    let sentAt: Instant
    /// The topic it comes from; none for what was published directly.
    let source: String
}

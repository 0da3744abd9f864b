internal import Kernel
internal import Wire

/// How mail is worded and laid out.
/// <https://www.rfc-editor.org/rfc/rfc5322>
enum MailText {
    static let standardSubject = "AWS Notification Message"
    static let confirmationSubject = "AWS Notification - Subscription Confirmation"
    private static let lineBytesMax = 57

    /// A message with a link to end the subscription behind it.
    static func notification(_ message: String, unsubscribeURL: String) -> String {
        """
        \(message)

        --
        To get no more messages of this topic, open this link:
        \(unsubscribeURL)

        """
    }

    static func confirmation(_ notice: Notice) -> String {
        """
        You have chosen to subscribe to the topic:
        \(notice.topicARN)

        To confirm the subscription, open this link; without it nothing will be sent to you:
        \(notice.subscribeURL)

        """
    }

    /// Whether a text is an address that can stand in a header and in a command of SMTP.
    static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let forbidden = Array("<>()[],;:\\\"".utf8)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && text.utf8.count <= 254
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !forbidden.contains($0) }
    }

    /// The message as a relay takes it: header fields, and the content in base64.
    static func document(of message: SentMessage, from sender: String, named name: String?) -> [UInt8] {
        var from = "<\(sender)>"
        if let name, !name.isEmpty { from = "\(encoded(name)) \(from)" }
        let domain = sender.split(separator: "@").last.map(String.init) ?? "localhost"
        var lines = [
            "From: \(from)", "To: <\(message.recipient)>",
            "Subject: \(encoded(message.subject ?? standardSubject))",
            "Date: \(message.sentAt.timestamp.text(.rfc822))", "Message-ID: <\(message.id)@\(domain)>",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8",
            "Content-Transfer-Encoding: base64", "",
        ]
        let content = Array(message.content.utf8)
        for start in stride(from: 0, to: content.count, by: lineBytesMax) {
            lines.append(Base64.encoded(Array(content[start..<min(content.count, start + lineBytesMax)])))
        }
        return Array(lines.joined(separator: "\r\n").utf8) + [0x0D, 0x0A]
    }

    /// Text of a header field: as it is where it is plain, as encoded words (RFC 2047) otherwise.
    private static func encoded(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && !text.contains("=?")
        guard !isPlain else { return text }
        var words: [[UInt8]] = [[]]
        for character in text where !character.isNewline {
            if words[words.count - 1].count + character.utf8.count > 45 { words.append([]) }
            words[words.count - 1] += character.utf8
        }
        return words.map { "=?UTF-8?B?\(Base64.encoded($0))?=" }.joined(separator: "\r\n ")
    }
}

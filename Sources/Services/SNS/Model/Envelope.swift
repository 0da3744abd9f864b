internal import Kernel
internal import Wire

/// The JSON around a message as AWS lays it out, and the text that its signature covers.
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html>
enum Envelope {
    static func timestamp(_ instant: Instant) -> String {
        instant.timestamp.text(.iso8601, alwaysMilliseconds: true)
    }

    /// Names and values in alternating lines, in the order of the names.
    static func canonical(_ fields: [(name: String, value: String)]) -> [UInt8] {
        var text: [UInt8] = []
        for field in fields {
            text += field.name.utf8
            text.append(0x0A)
            text += field.value.utf8
            text.append(0x0A)
        }
        return text
    }

    /// Appends `"name" : "value"`, with the comma before it unless it is the first member.
    static func append(_ name: StaticString, _ value: String, to out: inout [UInt8]) {
        out += (out.count > 1 ? ",\n  \"" : "\n  \"").utf8
        name.withUTF8Buffer { out += $0 }
        out += "\" : ".utf8
        JSON.write(string: value, to: &out)
    }

    /// The envelope of a request to confirm, or to take back the end of, a subscription.
    static func confirmation(
        _ notice: Notice, signedWith key: SigningKeys.Named, version2: Bool
    ) throws -> [UInt8] {
        let time = timestamp(notice.sentAt)
        let canonical = canonical([
            ("Message", notice.message), ("MessageId", notice.id), ("SubscribeURL", notice.subscribeURL),
            ("Timestamp", time), ("Token", notice.token), ("TopicArn", notice.topicARN),
            ("Type", notice.type),
        ])
        var out: [UInt8] = [UInt8(ascii: "{")]
        append("Type", notice.type, to: &out)
        append("MessageId", notice.id, to: &out)
        append("Token", notice.token, to: &out)
        append("TopicArn", notice.topicARN, to: &out)
        append("Message", notice.message, to: &out)
        append("SubscribeURL", notice.subscribeURL, to: &out)
        append("Timestamp", time, to: &out)
        append("SignatureVersion", version2 ? "2" : "1", to: &out)
        append("Signature", try key.signature(of: canonical, version2: version2), to: &out)
        append("SigningCertURL", key.certificateURL(notice.endpoint), to: &out)
        out += "\n}".utf8
        return out
    }
}

/// A word to an endpoint about its subscription, with a link to follow.
struct Notice: Sendable {
    let type: String
    let id: String
    let token: String
    let topicARN: String
    let message: String
    let sentAt: Instant
    let endpoint: String

    var subscribeURL: String {
        "\(endpoint)/?Action=ConfirmSubscription&TopicArn=\(topicARN)&Token=\(token)"
    }

    static func confirmation(
        id: String, token: String, topicARN: String, sentAt: Instant, endpoint: String
    ) -> Notice {
        Notice(
            type: "SubscriptionConfirmation", id: id, token: token, topicARN: topicARN,
            message:
                "You have chosen to subscribe to the topic \(topicARN).\nTo confirm the subscription, visit "
                + "the "
                + "SubscribeURL included in this message.",
            sentAt: sentAt, endpoint: endpoint)
    }

    static func deactivation(
        of subscription: StoredSubscription, id: String, token: String, sentAt: Instant, endpoint: String
    ) -> Notice {
        Notice(
            type: "UnsubscribeConfirmation", id: id, token: token, topicARN: subscription.topicARN,
            message:
                "You have chosen to deactivate subscription \(subscription.arn).\nTo cancel this operation "
                + "and "
                + "restore the subscription, visit the SubscribeURL included in this message.",
            sentAt: sentAt, endpoint: endpoint)
    }
}

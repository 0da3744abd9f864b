internal import Wire

/// One entry of a bucket's notifications: which events of which keys go where.
struct NotificationRule: Sendable, Equatable {
    enum Kind: String, Sendable {
        case queue, topic, function

        /// Name of the target in the API's XML, as refusals spell it.
        var argument: String {
            switch self {
            case .queue: "Queue"
            case .topic: "Topic"
            case .function: "CloudFunction"
            }
        }

        /// Service part of a target's ARN.
        var service: String {
            switch self {
            case .queue: "sqs"
            case .topic: "sns"
            case .function: "lambda"
            }
        }

        var action: String {
            switch self {
            case .queue: "sqs:SendMessage"
            case .topic: "sns:Publish"
            case .function: "lambda:InvokeFunction"
            }
        }
    }

    let id: String
    let kind: Kind
    let target: String
    /// As the configuration spells them, for example `s3:ObjectCreated:*`.
    let events: [String]
    let prefix: String?
    let suffix: String?

    /// Whether an event, named as `s3:ObjectCreated:Put`, goes to the target.
    func matches(_ event: String, _ key: String) -> Bool {
        guard Self.begins(key, with: prefix), Self.ends(key, with: suffix) else { return false }
        return events.contains { Self.covers($0, event) }
    }

    /// Whether an event of a key could match both.
    func overlaps(_ other: NotificationRule) -> Bool {
        let (a, b) = (prefix ?? "", other.prefix ?? "")
        guard Self.begins(a, with: b) || Self.begins(b, with: a) else { return false }
        let (c, d) = (suffix ?? "", other.suffix ?? "")
        guard Self.ends(c, with: d) || Self.ends(d, with: c) else { return false }
        return events.contains { mine in
            other.events.contains { Self.covers(mine, $0) || Self.covers($0, mine) }
        }
    }

    private static func covers(_ pattern: String, _ event: String) -> Bool {
        pattern == event || (pattern.hasSuffix(":*") && event.hasPrefix(pattern.dropLast()))
    }

    private static func begins(_ text: String, with prefix: String?) -> Bool {
        guard let prefix else { return true }
        return text.utf8.starts(with: prefix.utf8)
    }

    private static func ends(_ text: String, with suffix: String?) -> Bool {
        guard let suffix else { return true }
        return text.utf8.reversed().starts(with: suffix.utf8.reversed())
    }
}

extension NotificationRule {
    /// The rule as it stands in a row.
    var json: JSON {
        var out: JSONObject = [
            "id": .string(id), "kind": .string(kind.rawValue), "target": .string(target),
            "events": .array(events.map { .string($0) }),
        ]
        out["prefix"] = prefix.map { .string($0) }
        out["suffix"] = suffix.map { .string($0) }
        return .object(out)
    }

    init?(json: JSON) {
        guard let id = json["id"]?.string, let kind = (json["kind"]?.string).flatMap(Kind.init(rawValue:)),
            let target = json["target"]?.string
        else { return nil }
        self.init(
            id: id, kind: kind, target: target, events: (json["events"]?.array ?? []).compactMap(\.string),
            prefix: json["prefix"]?.string, suffix: json["suffix"]?.string)
    }
}

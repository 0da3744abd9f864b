internal import Kernel
internal import Store
internal import Wire

extension CloudWatchLogs {
    /// Adds what another service sends to a log group as an event, in a stream that belongs to the sender.
    ///
    /// A sender that makes its group itself says so by the parameter `CreatesLogGroup`: it is then made when
    /// a line comes that has none, however long it was on its way. The payload is the message; an object of
    /// `timestamp` (milliseconds, or ISO 8601) and `message` alone says both, as input transformers for log
    /// groups do.
    /// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html>
    func receive(_ delivery: Delivery, _ call: Call, in tx: borrowing Transaction) throws {
        switch delivery.action {
        case "logs:PutLogEvents": break
        case Self.vendedAction: return try take(vended: delivery, call, in: tx)
        default:
            throw DeliveryFailure.permanent(
                code: "INVALID_TARGET", message: "\(delivery.target) does not take \(delivery.action).")
        }
        guard let text = String(validating: delivery.payload, as: UTF8.self) else {
            throw DeliveryFailure.permanent(code: "INVALID_PARAMETER", message: "The message is not UTF-8.")
        }
        try Self.makeGroup(of: delivery, call, in: tx)
        let (message, at) = Self.event(text, call.now)
        let group = try Groups.named(Group.name(in: delivery.target), call.scope, in: tx)
        let name = Self.stream(of: delivery.source)
        if try !Streams.exists(name, in: group, tx) {
            try Streams.insert(name, into: group, at: call.now, in: tx)
        }
        let stream = try Streams.named(name, in: group, tx)
        try Events.insert(message, at: at, into: stream, of: group, ingestedAt: call.now, in: tx)
        try Streams.note(first: at, last: at, at: call.now, stream, in: tx)
        try Groups.addBytes(message.utf8.count, to: group.id, in: tx)
    }

    /// Makes the group that a line is for, if its sender does that and may.
    private static func makeGroup(
        of delivery: Delivery, _ call: Call, in tx: borrowing Transaction
    ) throws {
        let name = Group.name(in: delivery.target)
        guard delivery.parameters["CreatesLogGroup"]?.bool == true,
            try Groups.find(name, call.scope, in: tx) == nil
        else { return }
        for action in ["logs:CreateLogGroup", "logs:CreateLogStream"] {
            var making = delivery
            making.action = action
            try call.permitDelivery(making, in: tx)
        }
        try Groups.insert(name, call, in: tx)
    }

    private static func event(_ text: String, _ now: Instant) -> (message: String, at: Instant) {
        let json: JSON
        do {
            json = try JSON(parsing: text)
        } catch {
            return (text, now)
        }
        guard let object = json.object, object.count == 2, let message = object["message"],
            let time = object["timestamp"]
        else { return (text, now) }
        let spelled = time.string.flatMap { Timestamp(parsing: $0, .iso8601) }.map { Instant($0) }
        let counted = time.integer ?? time.string.flatMap { Int($0) }
        guard let at = spelled ?? counted.map({ Instant(milliseconds: Int64($0)) }) else {
            return (text, now)
        }
        return (message.string ?? message.text, at)
    }

    /// A name for the stream of a sender, which is the same each time.
    private static func stream(of source: String) -> String {
        let digits = Array(Digest.hex(Digest.sha256(Array(source.utf8)).prefix(16)))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }
}

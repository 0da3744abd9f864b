internal import Kernel
internal import Store
internal import Wire

/// What became of copies, in the logs that a topic asks for.
extension SNS {
    /// Hears how a copy ended and logs it, if the topic still wants to have it logged.
    func settled(
        _ delivery: Delivery, _ ending: DeliveryEnding, _ call: Call, in tx: borrowing Transaction
    ) throws {
        guard let copy = delivery.feedback.flatMap({ StatusEntry.Copy($0) }),
            let topic = try Topics.named(delivery.source, in: tx)
        else { return }
        let entry = StatusEntry(copy, of: delivery, ending, request: call.requestID)
        try Self.log(entry, of: topic, flow: delivery.flow, call, in: tx)
    }

    /// Writes an entry to the group that AWS gives such logs, which is made when the first entry comes, in
    /// the role that the topic names for it.
    static func log(
        _ entry: StatusEntry, of topic: StoredTopic, flow: Flow?, _ call: Kernel.Call,
        in tx: borrowing Transaction
    ) throws {
        guard let medium = entry.copy.transport.logged, let arn = ARN(topic.arn),
            let status = DeliveryStatus(topic.attributes, of: medium)
        else { return }
        let role = entry.isSuccess ? status.successRole : status.failureRole
        guard let role, !entry.isSuccess || isSampled(status, call) else { return }
        let name = "sns/\(arn.region)/\(arn.account)/\(topic.name)" + (entry.isSuccess ? "" : "/Failure")
        let group = ARN(
            service: "logs", region: arn.region, account: arn.account, resource: "log-group:\(name)",
            partition: arn.partition)
        var delivery = Delivery(
            id: call.makeID(), target: "\(group):*", action: "logs:PutLogEvents",
            payload: Array(entry.text(at: call.now).utf8), parameters: ["CreatesLogGroup": true],
            source: topic.arn, trace: call.trace)
        delivery.role = role
        delivery.flow = flow
        try call.send(delivery, in: tx)
    }

    private static func isSampled(_ status: DeliveryStatus, _ call: Kernel.Call) -> Bool {
        if status.successPercent >= 100 { return true }
        return call.kernel.entropy.integer(in: 1...100) <= status.successPercent
    }
}

internal import Kernel
internal import Store
internal import Wire

/// What happened to a stack or to one of its resources, as `DescribeStackEvents` tells it.
struct Happening: Sendable {
    var logicalID: String
    var physicalID: String
    var type: String
    var status: String
    var reason: String?
    var properties: JSON?
    /// Whether the event's id is random instead of naming status and time.
    var hasRandomID = false
}

extension Job {
    /// Writes an event, and tells the stack's topics.
    func record(_ happening: Happening, in tx: borrowing Transaction) throws {
        let now = kernel.time.now
        let time = now.timestamp.text(.iso8601, alwaysMilliseconds: true)
        let id: String
        if happening.type == "AWS::CloudFormation::Stack", happening.physicalID == stack.arn {
            id = kernel.entropy.uuid()
        } else if happening.hasRandomID {
            id = "\(happening.logicalID)-\(kernel.entropy.uuid())"
        } else {
            id = "\(happening.logicalID)-\(happening.status)-\(time)"
        }
        var event: JSONObject = [
            "EventId": .string(id), "StackId": .string(stack.arn), "StackName": .string(stack.name),
            "LogicalResourceId": .string(happening.logicalID),
            "PhysicalResourceId": .string(happening.physicalID),
            "ResourceType": .string(happening.type), "ResourceStatus": .string(happening.status),
            "Timestamp": .number(String(now.milliseconds)),
        ]
        event["ResourceStatusReason"] = happening.reason.map { .string($0) }
        event["ResourceProperties"] = happening.properties.map { .string($0.text) }
        event["ClientRequestToken"] = operation.token.map { .string($0) }
        try Events.insert(.object(event), of: stack.id, in: tx)
        try announce(happening, in: tx)
        for topic in settings.notificationARNs { try notify(topic, event, id: id, time: time, in: tx) }
    }

    /// Tells the default bus of the account what became of the stack or of a resource.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cloudformation-eventbridge.html>
    private func announce(_ happening: Happening, in tx: borrowing Transaction) throws {
        guard kernel.service("events") != nil else { return }
        let isStack = happening.physicalID == stack.arn
        var detail: JSONObject = ["stack-id": .string(stack.arn)]
        if !isStack {
            detail["logical-resource-id"] = .string(happening.logicalID)
            detail["physical-resource-id"] = .string(happening.physicalID)
        }
        detail["status-details"] = [
            "status": .string(happening.status), "status-reason": .string(happening.reason ?? ""),
        ]
        if !isStack { detail["resource-type"] = .string(happening.type) }
        detail["client-request-token"] = .string(operation.token ?? "")
        let event: JSON = [
            "source": "aws.cloudformation",
            "detail-type": .string("CloudFormation \(isStack ? "Stack" : "Resource") Status Change"),
            "resources": [.string(stack.arn)], "detail": .object(detail),
        ]
        let call = call()
        let delivery = Delivery(
            id: call.makeID(), target: scope.arn("events", "event-bus/default").description,
            action: "events:PutEvents", payload: event.utf8, source: stack.arn, trace: call.trace)
        try call.send(delivery, in: tx)
    }

    private func notify(
        _ topic: String, _ event: JSONObject, id: String, time: String, in tx: borrowing Transaction
    ) throws {
        let names = [
            "EventId", "LogicalResourceId", "PhysicalResourceId", "ResourceProperties", "ResourceStatus",
            "ResourceStatusReason", "ResourceType", "StackName", "ClientRequestToken",
        ]
        var lines = ["StackId='\(stack.arn)'", "Timestamp='\(time)'", "Namespace='\(scope.account)'"]
        lines += names.map { "\($0)='\(event[$0]?.string ?? "")'" }
        let call = call()
        var delivery = Delivery(
            id: id, target: topic, action: "sns:Publish",
            payload: Array((lines.joined(separator: "\n") + "\n").utf8),
            parameters: ["Subject": "AWS CloudFormation Notification"], source: stack.arn,
            trace: call.trace)
        delivery.caller = call.principal
        try call.send(delivery, in: tx)
    }

    /// Gives the stack a status, and says so.
    mutating func setStatus(_ status: String, reason: String? = nil, in tx: borrowing Transaction) throws {
        stack.status = status
        stack.reason = reason
        stack.operation = operation
        try Stacks.update(stack, in: tx)
        try record(
            Happening(
                logicalID: stack.name, physicalID: stack.arn, type: "AWS::CloudFormation::Stack",
                status: status,
                reason: reason),
            in: tx)
        let (changes, id) = (service.changes, stack.id)
        tx.afterCommit { changes.wake(id) }
    }

    /// Gives a resource a status, and says so.
    func setStatus(
        _ status: String, of row: inout ResourceRow, reason: String? = nil, physicalID: String? = nil,
        properties: JSON? = nil, in tx: borrowing Transaction
    ) throws {
        row.status = status
        row.reason = reason
        row.updatedAt = kernel.time.now
        try Resources.save(row, in: tx)
        try record(
            Happening(
                logicalID: row.name, physicalID: physicalID ?? row.current?.physicalID ?? "", type: row.type,
                status: status, reason: reason, properties: properties ?? row.current?.properties),
            in: tx)
    }
}

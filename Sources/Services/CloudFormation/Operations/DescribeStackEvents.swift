internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    static let eventPage = 100

    /// What happened to a stack, the latest first.
    func describeStackEvents(
        _ input: DescribeStackEventsInput, _ call: Call
    ) async throws -> DescribeStackEventsOutput {
        try await call.read { tx in
            guard let stack = try Stacks.find(input.stackName, call.scope, in: tx) else {
                throw ValidationError("Stack [\(input.stackName)] does not exist")
            }
            let question = "DescribeStackEvents/\(stack.id)"
            let before = try PagePlace.number(input.nextToken, question) ?? .max
            let page = try Events.page(stack.id, before: before, limit: Self.eventPage, in: tx)
            let isMore = page.count == Self.eventPage
            return DescribeStackEventsOutput(
                stackEvents: page.map { Self.event($0.event) },
                nextToken: isMore ? page.last.map { PageToken.encode([String($0.id)], for: question) } : nil)
        }
    }

    private static func event(_ json: JSON) -> StackEvent {
        func text(_ name: String) -> String? { json[name]?.string }
        var event = StackEvent(
            stackId: text("StackId") ?? "", eventId: text("EventId") ?? "",
            stackName: text("StackName") ?? "",
            timestamp: Timestamp(milliseconds: json["Timestamp"]?.integer ?? 0))
        event.logicalResourceId = text("LogicalResourceId")
        event.physicalResourceId = text("PhysicalResourceId")
        event.resourceType = text("ResourceType")
        event.resourceStatus = text("ResourceStatus")
        event.resourceStatusReason = text("ResourceStatusReason")
        event.resourceProperties = text("ResourceProperties")
        event.clientRequestToken = text("ClientRequestToken")
        return event
    }
}

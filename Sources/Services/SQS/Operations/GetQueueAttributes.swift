internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Tells the attributes that are asked for; counts are kept with the queue, so they cost the same at any depth.
    func getQueueAttributes(
        _ input: GetQueueAttributesInput, _ call: Call
    ) async throws -> GetQueueAttributesOutput {
        let queue = try await queue(at: input.queueUrl, call)
        let names = Set(input.attributeNames ?? [])
        for name in names.sorted() where name != "All" && AttributeRule.all[name] == nil {
            throw InvalidAttributeName("Unknown Attribute \(name).")
        }
        guard !names.isEmpty else { return GetQueueAttributesOutput() }
        let (current, line) = try await call.write { tx in
            let current = try self.current(queue, in: tx)
            guard var line = try Lines.of(current, in: tx) else { throw QueueDoesNotExist() }
            if try line.settle(at: call.now, in: tx) { try Lines.update(line, in: tx) }
            return (current, line)
        }
        var told = current.attributes.reported
        told["QueueArn"] = current.arn.description
        told["CreatedTimestamp"] = String(current.createdAt.seconds)
        told["LastModifiedTimestamp"] = String(current.modifiedAt.seconds)
        told["ApproximateNumberOfMessages"] = String(max(0, line.visible))
        told["ApproximateNumberOfMessagesNotVisible"] = String(max(0, line.inFlight))
        told["ApproximateNumberOfMessagesDelayed"] = String(max(0, line.delayed))
        if !names.contains("All") { told = told.filter { names.contains($0.key) } }
        return GetQueueAttributesOutput(attributes: told.isEmpty ? nil : told)
    }
}

internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Tells the attributes of a queue that are asked for; those that were never set and have no default are
    /// left out.
    func getQueueAttributes(
        _ input: GetQueueAttributesInput, _ call: Call
    ) async throws -> GetQueueAttributesOutput {
        let queue = try await queue(at: input.queueUrl, call)
        let names = Set(input.attributeNames ?? [])
        for name in names.sorted() where name != "All" && AttributeRule.all[name] == nil {
            throw InvalidAttributeName("Unknown Attribute \(name).")
        }
        guard !names.isEmpty else { return GetQueueAttributesOutput() }
        var attributes = queue.attributes.reported
        attributes["QueueArn"] = queue.arn.description
        attributes["CreatedTimestamp"] = String(queue.createdAt.seconds)
        attributes["LastModifiedTimestamp"] = String(queue.modifiedAt.seconds)
        if names.contains("All") || names.contains(where: { $0.hasPrefix("Approximate") }) {
            let counts = try await counts(of: queue)
            attributes["ApproximateNumberOfMessages"] = String(counts.visible)
            attributes["ApproximateNumberOfMessagesNotVisible"] = String(counts.inFlight)
            attributes["ApproximateNumberOfMessagesDelayed"] = String(counts.delayed)
        }
        if !names.contains("All") { attributes = attributes.filter { names.contains($0.key) } }
        return GetQueueAttributesOutput(attributes: attributes.isEmpty ? nil : attributes)
    }

    /// How many messages of a queue are visible, in flight and delayed. Reading it costs no more than what
    /// came due since the last time, and that in pieces.
    func counts(of queue: Queue) async throws -> QueueCounts {
        let now = kernel.time.now
        while true {
            let counts: QueueCounts? = try await kernel.store.read { tx in
                guard var line = try Lines.of(queue, in: tx) else { throw QueueDoesNotExist() }
                _ = try line.settle(at: now, in: tx)
                guard line.isSettled(at: now) else { return nil }
                return try QueueCounts(line, of: queue, at: now, in: tx)
            }
            if let counts { return counts }
            try await kernel.store.write(label: "sqs.settle") { tx in
                guard var line = try Lines.of(queue, in: tx) else { throw QueueDoesNotExist() }
                if try line.settle(at: now, in: tx) { try Lines.update(line, in: tx) }
            }
        }
    }
}

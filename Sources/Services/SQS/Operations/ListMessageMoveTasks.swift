internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Tells the latest move tasks of a queue, at most ten, the latest first.
    func listMessageMoveTasks(
        _ input: ListMessageMoveTasksInput, _ call: Call
    ) async throws -> ListMessageMoveTasksOutput {
        let limit = input.maxResults ?? 1
        guard (1...Limit.moveTasksListed).contains(limit) else {
            throw InvalidParameterValue(
                "Value \(limit) for parameter MaxResults is invalid. Reason: Value must be between 1 and 10.")
        }
        let source = try Self.checkedARN(input.sourceArn, "SourceArn")
        let tasks = try await call.write { tx in
            guard let queue = try self.queue(of: source, in: tx) else { throw Self.noSource }
            return try MoveTasks.of(queue, limit: limit, in: tx)
        }
        return ListMessageMoveTasksOutput(results: tasks.isEmpty ? nil : tasks.map { $0.shape(of: source) })
    }
}

extension MoveTask {
    func shape(of source: ARN) -> ListMessageMoveTasksResultEntry {
        ListMessageMoveTasksResultEntry(
            taskHandle: status == .running ? MoveTaskHandle(id: handle, source: source).text : nil,
            status: status.rawValue, sourceArn: self.source, destinationArn: destination,
            maxNumberOfMessagesPerSecond: rate, approximateNumberOfMessagesMoved: moved,
            approximateNumberOfMessagesToMove: toMove, failureReason: failure,
            startedTimestamp: Int(startedAt.milliseconds))
    }
}

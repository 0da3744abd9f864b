internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Lists the latest move tasks of a dead-letter queue, newest first.
    func listMessageMoveTasks(
        _ input: ListMessageMoveTasksInput, _ call: Call
    ) async throws -> ListMessageMoveTasksOutput {
        let source = try Self.queueARN(input.sourceArn)
        let count = input.maxResults ?? 1
        guard (1...Limit.moveTasksListed).contains(count) else {
            throw InvalidParameterValue(
                """
                Value \(count) for parameter MaxResults is invalid. Reason: \
                Value must be an integer between 1 and \(Limit.moveTasksListed).
                """)
        }
        let tasks = try await call.write { tx in
            guard let queue = try self.queue(of: source, in: tx) else { throw Self.missingMoveQueue }
            return try MoveTasks.of(queue, limit: count, in: tx)
        }
        return ListMessageMoveTasksOutput(
            results: tasks.map { task in
                ListMessageMoveTasksResultEntry(
                    taskHandle: task.status == .running ? task.handle : nil, status: task.status.rawValue,
                    sourceArn: task.source, destinationArn: task.destination,
                    maxNumberOfMessagesPerSecond: task.rate, approximateNumberOfMessagesMoved: task.moved,
                    approximateNumberOfMessagesToMove: task.toMove, failureReason: task.failure,
                    startedTimestamp: Int(task.startedAt.milliseconds))
            })
    }
}

internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Ends a move task that still runs; what it has moved stays where it is.
    func cancelMessageMoveTask(
        _ input: CancelMessageMoveTaskInput, _ call: Call
    ) async throws -> CancelMessageMoveTaskOutput {
        let handle = try MoveTaskHandle(input.taskHandle)
        return try await call.write { tx in
            guard try self.queue(of: handle.source, in: tx) != nil else { throw Self.noSource }
            guard var task = try MoveTasks.find(handle: handle.id, in: tx) else {
                throw ResourceNotFoundException("Task does not exist.")
            }
            guard task.status == .running else {
                throw InvalidParameterValue("Only active tasks can be cancelled.")
            }
            task.status = .cancelled
            try MoveTasks.update(task, in: tx)
            try call.unschedule("sqs", key: TimerPurpose.move(task: task.id).key, in: tx)
            return CancelMessageMoveTaskOutput(approximateNumberOfMessagesMoved: task.moved)
        }
    }
}

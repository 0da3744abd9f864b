internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Stops a running move task; what was moved stays moved.
    func cancelMessageMoveTask(
        _ input: CancelMessageMoveTaskInput, _ call: Call
    ) async throws -> CancelMessageMoveTaskOutput {
        let moved = try await call.write { tx in
            guard var task = try MoveTasks.find(handle: input.taskHandle, in: tx) else {
                throw ResourceNotFoundException("Task does not exist.")
            }
            guard task.status == .running else {
                throw UnsupportedOperation("Only active tasks can be cancelled.")
            }
            task.status = .cancelled
            try MoveTasks.update(task, in: tx)
            try call.unschedule("sqs", key: TimerPurpose.move(task: task.id).key, in: tx)
            return task.moved
        }
        return CancelMessageMoveTaskOutput(approximateNumberOfMessagesMoved: moved)
    }
}

internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Begins to move the messages of a dead-letter queue to where they came from, or to another queue.
    func startMessageMoveTask(
        _ input: StartMessageMoveTaskInput, _ call: Call
    ) async throws -> StartMessageMoveTaskOutput {
        if let rate = input.maxNumberOfMessagesPerSecond, !(1...Limit.moveRate).contains(rate) {
            throw InvalidParameterValue(
                """
                Value \(rate) for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: \
                You must enter a value from 1 to \(Limit.moveRate).
                """)
        }
        let source = try Self.checkedARN(input.sourceArn, "SourceArn")
        let destination = try input.destinationArn.map { try Self.checkedARN($0, "DestinationArn") }
        let handle = call.makeID()
        return try await call.write { tx in
            try self.start(handle, from: source, to: destination, input, call, in: tx)
            return StartMessageMoveTaskOutput(taskHandle: MoveTaskHandle(id: handle, source: source).text)
        }
    }

    static func checkedARN(_ text: String, _ parameter: String) throws -> ARN {
        guard let arn = ARN(text), arn.service == "sqs" else {
            throw InvalidParameterValue(
                "You must use this format to specify the \(parameter): arn:<partition>:<service>:<region>:<account-id>:<resource-id>"
            )
        }
        return arn
    }

    static var noSource: ResourceNotFoundException {
        ResourceNotFoundException(
            "The resource that you specified for the SourceArn parameter doesn't exist.")
    }

    private func start(
        _ handle: String, from source: ARN, to destination: ARN?, _ input: StartMessageMoveTaskInput,
        _ call: Call,
        in tx: borrowing Transaction
    ) throws {
        guard let queue = try queue(of: source, in: tx), var line = try Lines.of(queue, in: tx) else {
            throw Self.noSource
        }
        guard try !Queues.sources(ofDeadLettersTo: source, after: nil, limit: 1, in: tx).isEmpty else {
            throw InvalidParameterValue("Source queue must be configured as a Dead Letter Queue.")
        }
        if let destination {
            guard let target = try self.queue(of: destination, in: tx) else {
                throw ResourceNotFoundException(
                    "The resource that you specified for the DestinationArn parameter doesn't exist.")
            }
            guard target.id != queue.id else {
                throw InvalidParameterValue("Source queue arn and destination queue arn cannot be the same")
            }
            guard target.isFIFO == queue.isFIFO else {
                throw InvalidParameterValue("Source queue and destination queue must be of the same type.")
            }
        }
        guard try !MoveTasks.of(queue, limit: 1, in: tx).contains(where: { $0.status == .running }) else {
            throw InvalidParameterValue(
                "There is already a task running. Only one active task is allowed for a source queue arn at a given time."
            )
        }
        _ = try line.settle(at: call.now, in: tx)
        try MoveTasks.removeOld(of: queue, keeping: Limit.moveTasksListed, in: tx)
        let id = try MoveTasks.insert(
            handle, of: queue, to: destination?.description, rate: input.maxNumberOfMessagesPerSecond,
            toMove: max(0, line.visible), at: call.now, in: tx)
        try call.schedule("sqs", at: call.now, key: TimerPurpose.move(task: id).key, in: tx)
    }
}

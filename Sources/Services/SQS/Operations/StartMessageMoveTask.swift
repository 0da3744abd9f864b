internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Moves what a dead-letter queue holds to where it came from, or to another queue, as a duty that survives restarts.
    func startMessageMoveTask(
        _ input: StartMessageMoveTaskInput, _ call: Call
    ) async throws -> StartMessageMoveTaskOutput {
        let source = try Self.queueARN(input.sourceArn)
        let destination = try input.destinationArn.map { try Self.queueARN($0) }
        if let rate = input.maxNumberOfMessagesPerSecond, !(1...Limit.moveRate).contains(rate) {
            throw InvalidParameterValue(
                """
                Value \(rate) for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: \
                Must be between 1 and \(Limit.moveRate), if provided.
                """)
        }
        let handle = try await call.write { tx in
            try self.startMove(from: source, to: destination, input, call, in: tx)
        }
        return StartMessageMoveTaskOutput(taskHandle: handle)
    }

    private func startMove(
        from source: ARN, to destination: ARN?, _ input: StartMessageMoveTaskInput, _ call: Call,
        in tx: borrowing Transaction
    ) throws -> String {
        guard let queue = try queue(of: source, in: tx) else { throw Self.missingMoveQueue }
        let sources = try Queues.sources(ofDeadLettersTo: source, after: nil, limit: 1, in: tx)
        guard !sources.isEmpty else {
            throw InvalidParameterValue("Source queue must be configured as a Dead Letter Queue.")
        }
        if let destination {
            guard let target = try self.queue(of: destination, in: tx) else { throw Self.missingMoveQueue }
            guard target.isFIFO == queue.isFIFO, target.id != queue.id else {
                throw InvalidParameterValue("Source queue and destination queue must differ and be of the same type.")
            }
        }
        if try MoveTasks.of(queue, limit: 1, in: tx).first?.status == .running {
            throw UnsupportedOperation(
                "There is already a task running. Only one active task is allowed for a source queue arn at a given time.")
        }
        guard var line = try Lines.of(queue, in: tx) else { throw Self.missingMoveQueue }
        if try line.settle(at: call.now, in: tx) { try Lines.update(line, in: tx) }
        try MoveTasks.removeOld(of: queue, keeping: Limit.moveTasksListed, in: tx)
        let text = "{\"taskId\":\"\(call.makeID())\",\"sourceArn\":\"\(source)\"}"
        let handle = Base64.encoded(Array(text.utf8))
        let id = try MoveTasks.insert(
            handle, of: queue, to: destination?.description, rate: input.maxNumberOfMessagesPerSecond,
            toMove: line.visible, at: call.now, in: tx)
        try call.schedule("sqs", at: call.now, key: TimerPurpose.move(task: id).key, in: tx)
        return handle
    }

    static func queueARN(_ text: String) throws -> ARN {
        guard let arn = ARN(text), arn.service == "sqs" else {
            throw InvalidParameterValue(
                "You must use this format to specify the queue ARN: arn:<partition>:sqs:<region>:<account>:<name>")
        }
        return arn
    }

    static var missingMoveQueue: ResourceNotFoundException {
        ResourceNotFoundException("The resource that you specified for the SourceArn parameter doesn't exist.")
    }
}

internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Takes up to ten messages, waiting for the first one as long as asked, and hides them from other
    /// receivers.
    func receiveMessage(_ input: ReceiveMessageInput, _ call: Call) async throws -> ReceiveMessageOutput {
        let queue = try await queue(at: input.queueUrl, call)
        let request = try input.request(of: queue)
        let waitSeconds = try input.checkedWaitSeconds(in: queue)
        let names = try input.checkedAttributeNames()
        var look = try await takeNow(request)
        if look.isOverLimit, waitSeconds == 0, !queue.isFIFO {
            throw OverLimit("Too many messages are in flight in the queue: the limit is \(Limit.inFlight).")
        }
        if look.messages.isEmpty, waitSeconds > 0 {
            look = try await wait(request, until: call.now + .seconds(waitSeconds))
        }
        meters.countReceived(look.messages.count)
        guard !look.messages.isEmpty else { return ReceiveMessageOutput() }
        return ReceiveMessageOutput(
            messages: look.messages.map {
                $0.shape(of: queue, system: names, attributes: input.messageAttributeNames ?? [])
            })
    }

    /// Looks until something is found or nothing is left to be thrown away, and sees to those who wait.
    private func takeNow(_ request: LookRequest) async throws -> Look {
        while true {
            let now = kernel.time.now
            // Only messages that are buried may meet a failure on the way.
            let checksFirst = !request.queue.isFIFO && request.queue.attributes.redrive == nil
            let look = try await kernel.store.write(label: "sqs.ReceiveMessage", checksFirst: checksFirst) {
                try self.look(request, at: now, in: $0)
            }
            if look.isUnfinished { continue }
            if let next = look.nextDue { arrivals.expect(request.queue, at: next) }
            if look.hasMore, !look.messages.isEmpty { arrivals.wake(request.queue) }
            return look
        }
    }

    /// Waits for messages; looks once more at the end, so that no wake is lost with who it woke.
    private func wait(_ request: LookRequest, until deadline: Instant) async throws -> Look {
        let waiter = arrivals.join(request.queue)
        defer { arrivals.leave(waiter) }
        while true {
            let look = try await takeNow(request)
            if !look.messages.isEmpty || kernel.time.now >= deadline { return look }
            await arrivals.wait(waiter, until: deadline)
            if Task.isCancelled {
                arrivals.wake(request.queue)
                return Look()
            }
        }
    }
}

extension ReceiveMessageInput {
    func request(of queue: Queue) throws -> LookRequest {
        let count = maxNumberOfMessages ?? 1
        guard (1...Limit.receiveMessages).contains(count) else {
            throw InvalidParameterValue(
                """
                Value \(count) for parameter MaxNumberOfMessages is invalid. Reason: \
                Must be between 1 and \(Limit.receiveMessages), if provided.
                """)
        }
        let seconds = visibilityTimeout ?? queue.attributes.visibilitySeconds
        guard (0...Limit.visibilitySeconds).contains(seconds) else {
            throw InvalidParameterValue(
                """
                Value \(seconds) for parameter VisibilityTimeout is invalid. Reason: \
                Must be between 0 and \(Limit.visibilitySeconds), if provided.
                """)
        }
        if let receiveRequestAttemptId {
            guard queue.isFIFO else {
                throw InvalidParameterValue(
                    """
                    Value \(receiveRequestAttemptId) for parameter ReceiveRequestAttemptId is invalid. Reason: \
                    The request includes a parameter that is not valid for this queue type.
                    """)
            }
            try MessageText.checkID(receiveRequestAttemptId, "ReceiveRequestAttemptId")
        }
        return LookRequest(
            queue: queue, count: count, visibility: .seconds(seconds), attempt: receiveRequestAttemptId)
    }

    func checkedWaitSeconds(in queue: Queue) throws -> Int {
        let seconds = waitTimeSeconds ?? queue.attributes.waitSeconds
        guard (0...Limit.waitSeconds).contains(seconds) else {
            throw InvalidParameterValue(
                """
                Value \(seconds) for parameter WaitTimeSeconds is invalid. Reason: \
                Must be >= 0 and <= \(Limit.waitSeconds), if provided.
                """)
        }
        return seconds
    }

    /// The system attributes that are asked for, by their old name or their new one.
    func checkedAttributeNames() throws -> Set<String> {
        let names = Set((attributeNames ?? []) + (messageSystemAttributeNames ?? []))
        for name in names.sorted() where !SystemAttribute.names.contains(name) {
            throw InvalidAttributeName("Unknown Attribute \(name).")
        }
        return names.contains("All") ? SystemAttribute.names : names
    }
}

internal import Kernel
internal import LambdaInterface
internal import Logging
internal import Store
internal import Wire

extension Lambda {
    /// Takes an event for later, in the caller's transaction; answers the number of its row.
    func enqueue(
        _ draft: QueuedEvent.Draft, requestID: String, _ call: Call, in tx: borrowing Transaction
    ) throws -> Int64 {
        let row = try QueuedEvents.insert(draft, requestID: requestID, call, in: tx)
        tx.afterCommit { queue.wake() }
        return row
    }

    /// Runs the function of an event once and decides what becomes of the event.
    func attempt(_ event: QueuedEvent, _ scope: Scope) async throws {
        let call = Kernel.Call(
            kernel: kernel, scope: scope,
            principal: Principal(kind: .service(name: "apus"), account: scope.account),
            operation: "lambda.event", requestID: event.requestID, trace: event.trace)
        let reference = try FunctionReference(event.function, qualifier: event.qualifier)
        let plan = try await call.read { tx in try eventPlan(reference, call, in: tx) }
        guard let plan else {
            // The function is gone, and what was meant for it with it.
            return try await call.write { tx in
                try QueuedEvents.remove(event.id, in: tx)
                var outcome = StepOutcome(.lost, target: reference.arn(in: call.scope))
                outcome.code = "ResourceNotFoundException"
                outcome.message = "the function has been deleted"
                try note([outcome], of: event, call, in: tx)
            }
        }
        if kernel.time.now - event.createdAt > plan.ageMax {
            return try await fail(event, plan, nil, condition: "EventAgeExceeded", call)
        }
        do {
            let run = try await execute(
                reference, event.payload, clientContext: event.context, requestID: event.requestID, call)
            if run.outcome.isError {
                try await retry(event, plan, run, call)
            } else {
                try await succeed(event, plan, run, call)
            }
        } catch is TooManyRequestsException {
            try await postpone(event, plan, call)
        } catch let failure as any Failure where failure.status < 500 {
            kernel.log.debug("lambda: event \(event.requestID): \(failure.code) \(failure.message)")
            try await postpone(event, plan, call)
        }
    }

    private func eventPlan(
        _ reference: FunctionReference, _ call: Call, in tx: borrowing Transaction
    ) throws -> EventPlan? {
        guard let function = try Functions.named(reference.name, call.scope, in: tx) else { return nil }
        let qualifier = reference.qualifier ?? FunctionReference.latest
        let config = try Settings.get(
            .invoke, function.id, qualifier, as: FunctionEventInvokeConfig.self, in: tx)
        let found: Resolved
        do {
            found = try resolve(reference, call, in: tx)
        } catch is ResourceNotFoundException {
            return nil
        }
        return EventPlan(
            functionARN: "\(function.arn(call.scope)):\(qualifier)",
            role: found.version.configuration.role,
            ageMax: config?.maximumEventAgeInSeconds.map { .seconds($0) } ?? Limits.eventAgeMax,
            retriesMax: config?.maximumRetryAttempts ?? Limits.eventRetriesMax,
            onSuccess: config?.destinationConfig?.onSuccess?.destination,
            onFailure: config?.destinationConfig?.onFailure?.destination,
            deadLetter: found.version.configuration.deadLetterConfig?.targetArn,
            isBlocked: function.reserved == 0)
    }

    private func succeed(_ event: QueuedEvent, _ plan: EventPlan, _ run: Execution, _ call: Call) async throws
    {
        try await call.write { tx in
            try QueuedEvents.remove(event.id, in: tx)
            var outcomes = [StepOutcome(.done, target: plan.functionARN)]
            outcomes[0].attempts = event.attempts + 1
            if let target = plan.onSuccess {
                let record = plan.record(
                    of: event, run, condition: "Success", attempts: event.attempts + 1, call.now)
                var delivery = plan.delivery(record, to: target, isSuccess: true, event, call)
                outcomes.append(try destine(&delivery, "the destination for successes", event, call, in: tx))
            }
            try note(outcomes, of: event, call, in: tx)
        }
    }

    private func retry(_ event: QueuedEvent, _ plan: EventPlan, _ run: Execution, _ call: Call) async throws {
        var event = event
        event.attempts += 1
        let now = kernel.time.now
        let pause = Limits.eventPauses[min(event.attempts, Limits.eventPauses.count) - 1]
        guard event.attempts <= plan.retriesMax else {
            return try await fail(event, plan, run, condition: "RetriesExhausted", call)
        }
        guard now + pause - event.createdAt <= plan.ageMax else {
            return try await fail(event, plan, run, condition: "EventAgeExceeded", call)
        }
        let postponed = event
        try await call.write { tx in
            try QueuedEvents.postpone(postponed, until: now + pause, in: tx)
            var outcome = StepOutcome(.failed, target: plan.functionARN)
            outcome.attempts = postponed.attempts
            outcome.fail(with: run.outcome)
            outcome.until = now + pause
            try note([outcome], of: postponed, call, in: tx)
        }
        queue.wake()
    }

    /// There is no room for a run: later, with growing pauses, while the event is young enough.
    private func postpone(_ event: QueuedEvent, _ plan: EventPlan, _ call: Call) async throws {
        if plan.isBlocked {
            return try await fail(event, plan, nil, condition: "ZeroReservedConcurrency", call)
        }
        var event = event
        event.throttles += 1
        let pause = min(Duration.seconds(1 << min(event.throttles - 1, 9)), .seconds(300))
        let again = kernel.time.now + pause
        guard again - event.createdAt <= plan.ageMax else {
            return try await fail(event, plan, nil, condition: "EventAgeExceeded", call)
        }
        let postponed = event
        try await call.write { tx in
            try QueuedEvents.postpone(postponed, until: again, in: tx)
            var outcome = StepOutcome(.failed, target: plan.functionARN)
            outcome.code = "TooManyRequestsException"
            outcome.message = "throttled: no room for another run"
            outcome.until = again
            try note([outcome], of: postponed, call, in: tx)
        }
        queue.wake()
    }

    /// Gives an event up: to its destination for failures, and to its dead letters.
    private func fail(
        _ event: QueuedEvent, _ plan: EventPlan, _ run: Execution?, condition: String, _ call: Call
    ) async throws {
        try await call.write { tx in
            try QueuedEvents.remove(event.id, in: tx)
            var outcomes = [StepOutcome(.lost, target: plan.functionARN)]
            if let run { outcomes[0].fail(with: run.outcome) }
            outcomes[0].code = condition
            outcomes[0].attempts = event.attempts
            if let target = plan.onFailure {
                let record = plan.record(
                    of: event, run, condition: condition, attempts: event.attempts, call.now)
                var delivery = plan.delivery(record, to: target, isSuccess: false, event, call)
                outcomes.append(try destine(&delivery, "the destination for failures", event, call, in: tx))
            }
            if let target = plan.deadLetter {
                var letter = plan.letter(event, run, to: target, call)
                outcomes.append(try destine(&letter, "the function's dead letters", event, call, in: tx))
            }
            if outcomes.count > 1 { outcomes[0].state = .failed }
            try note(outcomes, of: event, call, in: tx)
        }
    }

    private func destine(
        _ delivery: inout Delivery, _ way: String, _ event: QueuedEvent, _ call: Call,
        in tx: borrowing Transaction
    ) throws -> StepOutcome {
        if case .flow(let flow)? = kernel.names.meaning(of: event.requestID) { delivery.flow = flow }
        var outcome = try call.send(delivery, in: tx)
        outcome.via = way
        return outcome
    }

    /// Writes down what came of a run, or of what kept it from running.
    private func note(
        _ outcomes: [StepOutcome], of event: QueuedEvent, _ call: Call, in tx: borrowing Transaction
    ) throws {
        guard let meaning = kernel.names.meaning(of: event.requestID), let first = outcomes.first else {
            return
        }
        let step = Step(
            .run, at: kernel.time.now, of: meaning.place, subject: first.target, name: event.requestID,
            outcomes: outcomes)
        try kernel.journal.note(step, in: tx)
    }
}

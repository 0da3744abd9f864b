public import Store
internal import Wire

extension Kernel.Call {
    /// How many deliveries one transaction hands over itself before the rest goes through the outbox.
    public static let handoverDepthMax = 8

    /// Sends something to another service or out of the process; it commits with the rest of the transaction.
    ///
    /// Answers what came of it so far. Who names the flow of a delivery writes that down.
    @discardableResult
    public func send(_ delivery: Delivery, in tx: borrowing Transaction) throws -> StepOutcome {
        var receiving: ReceivingCall?
        return try send(delivery, &receiving, in: tx)
    }

    /// Sends deliveries one behind the other, for example the copies of a message; answers what came of each.
    @discardableResult
    public func send(
        all deliveries: some Sequence<Delivery>, in tx: borrowing Transaction
    ) throws -> [StepOutcome] {
        var receiving: ReceivingCall?
        var outcomes: [StepOutcome] = []
        for delivery in deliveries { outcomes.append(try send(delivery, &receiving, in: tx)) }
        return outcomes
    }

    /// The call by which deliveries arrive, for the next one that comes from the same source.
    struct ReceivingCall {
        let source: String
        let call: Kernel.Call
        let origin: DeliveredOrigin

        func fits(_ delivery: Delivery, _ scope: Scope) -> Bool {
            call.scope.id == scope.id && source == delivery.source && origin.trace == delivery.trace
                && origin.flow == delivery.flow
        }
    }

    private func send(
        _ delivery: Delivery, _ receiving: inout ReceivingCall?, in tx: borrowing Transaction
    ) throws -> StepOutcome {
        guard delivery.flow == nil else { return try dispatch(delivery, &receiving, in: tx) }
        var delivery = delivery
        let flow = flow
        delivery.flow = flow
        let outcome = try dispatch(delivery, &receiving, in: tx)
        let step = Step(
            .delivery, at: now, of: .flow(flow), subject: delivery.source, name: delivery.id,
            outcomes: [outcome])
        try kernel.journal.note(step, in: tx)
        return outcome
    }

    private func dispatch(
        _ delivery: Delivery, _ receiving: inout ReceivingCall?, in tx: borrowing Transaction
    ) throws -> StepOutcome {
        guard let arn = delivery.arn, !delivery.isAsked else {
            let width = kernel.courier.width(of: delivery.lane)
            let row = try Outbox.insert(
                delivery, scope: scope, dueAt: now, createdAt: now, width: width, in: tx)
            tx.afterCommit { [kernel] in kernel.courier.outsideSignal.fire() }
            return StepOutcome(waiting: delivery, row: row, until: nil)
        }
        let mustQueue = try delivery.orderingKey.map { try Outbox.isOccupied($0, in: tx) } ?? false
        guard !mustQueue, depth < Self.handoverDepthMax else { return try post(delivery, dueAt: now, in: tx) }
        let outcome: StepOutcome
        do {
            let arrival = try handOverWhole(delivery, to: arn, &receiving, in: tx)
            outcome = StepOutcome(arrived: delivery, as: arrival)
        } catch {
            var delivery = delivery
            delivery.attempts = 1
            let failure = DeliveryFailure(describing: error)
            guard let again = delivery.nextAttempt(after: failure, at: now, since: now) else {
                let outcome = try bury(delivery, failure, in: tx)
                try report(delivery, DeliveryEnding(outcome, failure, attempts: 1), in: tx)
                return outcome
            }
            var outcome = try post(delivery, dueAt: again, in: tx)
            outcome.fail(with: failure)
            try report(delivery, postponedBy: failure, in: tx)
            return outcome
        }
        try report(delivery, DeliveryEnding(outcome, attempts: 1), in: tx)
        return outcome
    }

    /// Throws the failure with which a delivery would end at once: its target is of no service here, or the
    /// target's policy keeps the sender out. It sends nothing.
    public func permitDelivery(_ delivery: Delivery, in tx: borrowing Transaction) throws {
        guard let arn = delivery.arn, let service = kernel.service(arn.service) else {
            throw DeliveryFailure.permanent(
                code: "INVALID_TARGET", message: "No service here has the ARN \(delivery.target).")
        }
        try kernel.authoriser.authorise(delivery, to: arn, of: service, self, in: tx)
    }

    /// Hands over, or leaves nothing behind when it throws.
    private func handOverWhole(
        _ delivery: Delivery, to arn: ARN, _ receiving: inout ReceivingCall?, in tx: borrowing Transaction
    ) throws -> Arrival? {
        guard let service = kernel.service(arn.service), service.receiveUndoesItself else {
            return try tx.savepoint { try hand(over: delivery, in: tx) }
        }
        // The target's scope may be new, which is no change that need be undone.
        let target = try targetScope(of: arn, in: tx)
        let inner: ReceivingCall
        if let receiving, receiving.fits(delivery, target) {
            inner = receiving
        } else {
            inner = receivingCall(of: delivery, in: target)
            receiving = inner
        }
        return try tx.withoutSavepoint { try hand(over: delivery, to: arn, of: service, inner, tx) }
    }

    private func post(
        _ delivery: Delivery, dueAt: Instant, in tx: borrowing Transaction
    ) throws -> StepOutcome {
        let row = try Outbox.insert(
            delivery, scope: scope, dueAt: dueAt, createdAt: now, width: 1, in: tx)
        tx.afterCommit { [kernel] in kernel.courier.insideSignal.fire() }
        return StepOutcome(waiting: delivery, row: row, until: dueAt)
    }

    func hand(over delivery: Delivery, in tx: borrowing Transaction) throws -> Arrival? {
        guard let arn = delivery.arn else {
            throw DeliveryFailure.permanent(code: "INVALID_ARN", message: "\(delivery.target) is not an ARN.")
        }
        guard let service = kernel.service(arn.service) else {
            throw DeliveryFailure.permanent(
                code: "INVALID_TARGET", message: "No service here has the ARN \(delivery.target).")
        }
        let inner = receivingCall(of: delivery, in: try targetScope(of: arn, in: tx))
        return try hand(over: delivery, to: arn, of: service, inner, tx)
    }

    private func targetScope(of arn: ARN, in tx: borrowing Transaction) throws -> Scope {
        if arn.account == account, arn.region == region { return scope }
        return try kernel.scopes.scope(
            account: arn.account.isEmpty ? account : arn.account,
            region: arn.region.isEmpty ? region : arn.region, in: tx)
    }

    private func hand(
        over delivery: Delivery, to arn: ARN, of service: RegisteredService, _ receiving: ReceivingCall,
        _ tx: borrowing Transaction
    ) throws -> Arrival? {
        try kernel.authoriser.authorise(delivery, to: arn, of: service, self, in: tx)
        try service.receive(delivery.marked(attempt: delivery.attempts + 1), receiving.call, tx)
        return receiving.origin.takeArrival()
    }

    func receivingCall(of delivery: Delivery, in target: Scope) -> ReceivingCall {
        let sender = ARN.service(of: delivery.source) ?? "apus"
        let origin = DeliveredOrigin(sender: self, trace: delivery.trace, flow: delivery.flow)
        let call = Kernel.Call(
            kernel: kernel, scope: target,
            principal: Principal(kind: .service(name: "\(sender).amazonaws.com"), account: account),
            operation: "kernel.receive", now: now, origin: origin, depth: depth + 1)
        return ReceivingCall(source: delivery.source, call: call, origin: origin)
    }

    /// Moves a delivery that failed for good to its dead-letter queue, with the reason.
    @discardableResult
    public func bury(
        _ delivery: Delivery, _ failure: DeliveryFailure, in tx: borrowing Transaction
    ) throws -> StepOutcome {
        kernel.metrics.count(
            "apus_deliveries_failed_total", service: ARN(delivery.target)?.service ?? "outside")
        guard let deadLetter = delivery.deadLetter, deadLetter != delivery.target else {
            return StepOutcome(ended: delivery, .lost, failure)
        }
        // A message for a queue keeps the attributes it had.
        var attributes = delivery.parameters["MessageAttributes"]?.object ?? JSONObject()
        // Rules tell failures of all services in the same terms, others in those of the target.
        let isOfRule = delivery.deadLetterAttributes["RULE_ARN"] != nil
        var reasons = [
            "ERROR_CODE": isOfRule ? failure.reason : failure.code,
            "ERROR_MESSAGE": failure.message, "RETRY_ATTEMPTS": String(max(0, delivery.attempts - 1)),
        ]
        if failure.isRetryable {
            let usedUp = delivery.attempts > delivery.retry.attemptsMax
            reasons["EXHAUSTED_RETRY_CONDITION"] =
                usedUp ? "MaximumRetryAttempts" : "MaximumEventAgeInSeconds"
        }
        // Who tells nothing of its letters tells no reasons either: SNS buries messages as they were.
        let told = delivery.deadLetterAttributes
        if !told.isEmpty {
            for (name, value) in told.merging(reasons, uniquingKeysWith: { a, _ in a })
                .sorted(by: { $0.key < $1.key })
            {
                attributes[name] = ["DataType": "String", "StringValue": .string(value)]
            }
        }
        var parameters = JSONObject()
        if !attributes.isEmpty { parameters["MessageAttributes"] = .object(attributes) }
        parameters["MessageGroupId"] = delivery.parameters["MessageGroupId"]
        parameters["MessageDeduplicationId"] = delivery.parameters["MessageDeduplicationId"]
        var letter = Delivery(
            id: delivery.id, target: deadLetter, action: "sqs:SendMessage",
            payload: delivery.deadLetterPayload
                ?? delivery.marked(attempt: max(1, delivery.attempts)).payload,
            parameters: .object(parameters), source: delivery.source, trace: delivery.trace)
        letter.role = delivery.deadLetterRole
        letter.flow = delivery.flow
        let sent = try send(letter, in: tx)
        var outcome = StepOutcome(ended: delivery, .buried, failure)
        outcome.deadLetter = deadLetter
        switch sent.state {
        case .arrived, .repeated: outcome.name = sent.name
        case .waiting: outcome.row = sent.row
        default:
            outcome.state = .lost
            outcome.message += " The dead letter was refused as well: \(sent.message)"
        }
        return outcome
    }

    /// A call without a caller: duties of the server itself.
    public static func `internal`(
        _ kernel: Kernel, _ scope: Scope, now: Instant? = nil, trace: String? = nil,
        operation: String = "kernel.internal"
    ) -> Kernel.Call {
        Kernel.Call(
            kernel: kernel, scope: scope,
            principal: Principal(kind: .service(name: "apus"), account: scope.account),
            operation: operation, now: now, trace: trace)
    }
}

extension StepOutcome {
    init(arrived delivery: Delivery, as arrival: Arrival?) {
        self.init(arrival?.isRepetition == true ? .repeated : .arrived, target: delivery.target)
        name = arrival?.name ?? ""
        row = arrival?.row ?? 0
        attempts = delivery.attempts
    }

    init(waiting delivery: Delivery, row: Int64, until: Instant?) {
        self.init(.waiting, target: delivery.target)
        self.row = row
        self.until = until
        name = delivery.id
        attempts = delivery.attempts
    }

    init(ended delivery: Delivery, _ state: State, _ failure: DeliveryFailure) {
        self.init(state, target: delivery.target)
        attempts = delivery.attempts
        fail(with: failure)
    }
}

extension Scope {
    /// Stands in for a scope whose row is gone.
    static let none = Scope(id: 0, account: "", region: "")
}

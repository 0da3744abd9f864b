internal import EventPattern
internal import EventSources
internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// Writes down that a caller's event waits for its function.
    func noteQueued(
        _ row: Int64, _ function: String, _ call: Call, in tx: borrowing Transaction
    ) throws {
        guard let meaning = kernel.names.meaning(of: call.requestID) else { return }
        var outcome = StepOutcome(.arrived, target: function)
        outcome.name = call.requestID
        outcome.row = row
        let step = Step(
            .queued, at: call.now, of: meaning.place, subject: function, name: call.requestID,
            outcomes: [outcome])
        try kernel.journal.note(step, in: tx)
    }

    /// Where an event is that a function is to run for.
    func whereabouts(_ question: Whereabouts, in tx: borrowing Transaction) throws -> [Finding] {
        guard question.row > 0,
            let (event, dueAt) = try QueuedEvents.waiting(question.row, as: question.name, in: tx)
        else { return [] }
        var finding = Finding(.waiting, question.arn, "")
        finding.details["attempts"] = .number(String(event.attempts))
        if dueAt > question.now {
            finding.until = dueAt
            finding.text =
                event.attempts == 0
                ? "The event waits: the function was too busy \(event.throttles) times."
                : "The event waits for run \(event.attempts + 1) of the function."
        } else {
            finding.text = "The function is running for it, or is about to (run \(event.attempts + 1))."
        }
        return [finding]
    }

    /// Which mappings take messages from a queue, and what keeps them from it.
    func takers(of source: String, in tx: borrowing Transaction) throws -> [Finding] {
        guard let arn = ARN(source),
            let scope = try kernel.scopes.known(account: arn.account, region: arn.region, in: tx)
        else { return [] }
        return try Mappings.listed(
            scope, source: source, function: nil, after: 0, limit: Limits.pageSizeMax, in: tx
        ).map { try taker($0, scope, in: tx) }
    }

    private func taker(
        _ mapping: Mapping, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> Finding {
        let who = scope.arn("lambda", "event-source-mapping:\(mapping.uuid)").description
        let what = "The mapping to the function \(mapping.function)"
        guard mapping.state == "Enabled" else {
            return Finding(.waiting, who, "\(what) is \(mapping.state.lowercased()): it takes nothing.")
        }
        if let trouble = pollers.difficulty(of: mapping.uuid) {
            return Finding(
                .waiting, who,
                "\(what) could not take anything, \(trouble.failure.code): \(trouble.failure.message)",
                until: trouble.until)
        }
        let function = try Functions.named(try FunctionReference(mapping.function).name, scope, in: tx)
        guard let function else { return Finding(.waiting, who, "\(what) finds no such function.") }
        if function.reserved == 0 {
            return Finding(.waiting, who, "\(what) is throttled: the reserved concurrency is 0.")
        }
        return Finding(.waiting, who, "\(what) takes messages from the queue.")
    }

    /// Why the filters of a mapping kept a message from its function.
    func explain(_ step: Step, among steps: [Step], in tx: borrowing Transaction) throws -> [Finding] {
        guard step.kind == .filtered, let bytes = step.payload, let arn = ARN(step.subject),
            let uuid = arn.resource.split(separator: ":").last,
            let scope = try kernel.scopes.known(account: arn.account, region: arn.region, in: tx)
        else { return [] }
        guard let mapping = try Mappings.with(uuid: String(uuid), scope, in: tx) else {
            return [Finding(.notMatched, step.subject, "The mapping has been deleted since.")]
        }
        let event = try JSON(parsing: bytes)
        return try (mapping.configuration.filterCriteria?.filters ?? []).map { filter in
            let pattern = try EventPattern(parsing: filter.pattern ?? "{}")
            guard let mismatch = pattern.explain(event) else {
                return Finding(
                    .notMatched, step.subject,
                    "The filter would let it through now; at the time it was another.")
            }
            var finding = Finding(
                .notMatched, step.subject, "The filter did not match: \(mismatch.text).")
            finding.details = mismatch.details
            return finding
        }
    }
}

internal import EventPattern
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Writes down what came of an event on a bus, or of the event of a schedule.
    ///
    /// The event itself is kept where it is met first: why a rule did not match it is found out when somebody
    /// asks.
    func note(
        _ event: Event, at subject: String, _ outcomes: [StepOutcome], isFirst: Bool = false, _ call: Call,
        in tx: borrowing Transaction
    ) throws {
        guard let flow = event.flow else { return }
        let step = Step(
            .event, at: call.now, of: .flow(flow), subject: subject, name: event.id, outcomes: outcomes,
            payload: isFirst ? event.bytes : nil)
        try kernel.journal.note(step, in: tx)
    }

    /// Why the other rules of the bus did not take the event.
    func explain(_ step: Step, among steps: [Step], in tx: borrowing Transaction) throws -> [Finding] {
        guard step.kind == .event, let bytes = step.payload else { return [] }
        let subject = step.subject
        guard let bus = try Buses.named(subject, in: tx) else {
            return [
                Finding(.notMatched, subject, "The event bus does not exist, so the event matched nothing.")
            ]
        }
        let taken = Set(
            steps.filter { $0.kind == .event && $0.subject == subject }.flatMap { $0.outcomes.map(\.via) })
        let event = try JSON(parsing: bytes)
        var findings: [Finding] = []
        var last = ""
        while findings.count < Finding.countMax {
            let page = try Rules.listed(bus: bus.id, prefix: "", after: last, limit: Self.pageSize, in: tx)
            for rule in page where !taken.contains(rule.name) && rule.managedBy != ArchiveRules.owner {
                if let finding = try miss(of: rule, event, step.at, in: tx) { findings.append(finding) }
            }
            guard page.count == Self.pageSize, let end = page.last else { break }
            last = end.name
        }
        if findings.isEmpty, taken.isEmpty {
            findings.append(Finding(.notMatched, subject, "The bus has no rule that events could match."))
        }
        return findings
    }

    private func miss(
        of rule: StoredRule, _ event: JSON, _ at: Instant, in tx: borrowing Transaction
    ) throws -> Finding? {
        guard let text = rule.pattern else { return nil }
        if rule.createdAt > at {
            return Finding(.notMatched, rule.arn, "The rule \(rule.name) was made after the event had come.")
        }
        if let mismatch = try EventPattern(parsing: text).explain(event) {
            return Finding(.notMatched, rule.arn, "The rule \(rule.name) did not match", mismatch)
        }
        if !rule.isEnabled {
            return Finding(.notMatched, rule.arn, "The rule \(rule.name) matches, but it is disabled.")
        }
        if try Targets.all(of: rule, in: tx).isEmpty {
            return Finding(.notMatched, rule.arn, "The rule \(rule.name) matches, but it has no target.")
        }
        return Finding(
            .notMatched, rule.arn,
            "The rule \(rule.name) would match now; when the event came, it or its targets were others.")
    }

    /// Whether an event still waits for its way to targets.
    func whereabouts(_ question: Whereabouts, in tx: borrowing Transaction) throws -> [Finding] {
        guard question.row > 0, try PendingEvents.isThere(question.row, as: question.name, in: tx) else {
            return []
        }
        return [Finding(.waiting, question.arn, "The bus is about to send it on; it is in line.")]
    }
}

extension Finding {
    /// A finding that ends with the first field in which an event differs from what a pattern wants.
    init(_ state: State, _ who: String, _ text: String, _ mismatch: Mismatch) {
        self.init(state, who, "\(text): \(mismatch.text).")
        details = mismatch.details
    }
}

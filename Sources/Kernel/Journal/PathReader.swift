internal import Store
internal import Wire

/// Puts the path of an event together: from the steps in the journal and from what services find where their
/// part of it is now.
struct PathReader {
    let kernel: Kernel
    let now: Instant
    /// Flows that lead here; a run for messages of several flows tells of each of them, and no further.
    private let depth: Int
    private var place: Place?
    private var steps: [Step] = []
    private var used: Set<Int> = []

    /// Flows of a run's messages that are followed.
    private static let crossingsMax = 10

    init(kernel: Kernel, now: Instant, depth: Int = 0) {
        self.kernel = kernel
        self.now = now
        self.depth = depth
    }

    /// Everything that began at the place of a name.
    mutating func read(
        _ name: String, _ meaning: NameMeaning, in tx: borrowing Transaction
    ) throws -> [PathNode] {
        place = meaning.place
        steps = try StepRows.of(meaning.place, limit: Finding.countMax, in: tx)
        var nodes: [PathNode] = []
        if case .message = meaning { nodes.append(try message(name, in: tx)) }
        // What came of a step may be written down before the step itself.
        let later = Set(
            steps.flatMap { step in step.outcomes.map(\.name).filter { $0 != step.name && !$0.isEmpty } })
        for index in steps.indices where !used.contains(index) && !later.contains(steps[index].name) {
            nodes += try node(index, in: tx)
        }
        for index in steps.indices where !used.contains(index) { nodes += try node(index, in: tx) }
        if case .copy = meaning, !nodes.contains(where: { $0.names(name) }) {
            nodes.append(try message(name, in: tx))
        }
        return nodes
    }

    /// A message of which no step tells: its queue knows what it is.
    private mutating func message(_ name: String, in tx: borrowing Transaction) throws -> PathNode {
        var node = PathNode(finding: Finding(.unknown, "", "No queue knows the message."), id: name)
        let found = try whereabouts(of: name, at: "", row: 0, in: tx)
        let (later, settles) = try followers(of: name, in: tx)
        if let first = found.first {
            node.finding = first
            // Where it went, or who had it, says more than that it is gone.
            if settles, first.state != .waiting {
                node.finding.state = .arrived
                node.finding.text = "The message was sent to the queue."
            }
        }
        node.then = later + found.dropFirst().map { PathNode(finding: $0, id: "") }
        return node
    }

    // MARK: Steps

    private mutating func node(_ index: Int, in tx: borrowing Transaction) throws -> [PathNode] {
        used.insert(index)
        let step = steps[index]
        var children: [PathNode] = []
        for outcome in step.outcomes { children.append(try node(outcome, of: step, in: tx)) }
        if let service = ARN.service(of: step.subject).flatMap({ kernel.service($0) }) {
            children += try service.explain(step, steps, tx).map { PathNode(finding: $0, id: "") }
        }
        let isTold = step.kind == .attempt || step.kind == .moved || step.kind == .run || step.kind == .handed
        if isTold, children.count == 1 { return children }
        var node = PathNode(
            finding: Finding(.arrived, step.subject, step.kind.sentence, at: step.at), id: step.name)
        if children.isEmpty { node.finding.state = step.kind == .expired ? .lost : .done }
        node.then = children
        return [node]
    }

    private mutating func node(
        _ outcome: StepOutcome, of step: Step, in tx: borrowing Transaction
    ) throws -> PathNode {
        var node = PathNode(
            finding: outcome.finding(of: step), id: outcome.state == .waiting ? "" : outcome.name)
        if outcome.name.isEmpty || (step.kind == .attempt && outcome.state == .waiting) {
            node.id = ""
            return node
        }
        if outcome.state == .waiting, try isWaiting(outcome, &node.finding, in: tx) {
            // Attempts made so far come before the one that is waited for.
            node.then = try followers(of: outcome.name, in: tx).nodes
            return node
        }
        if step.kind == .handed, outcome.state == .arrived, let crossed = try cross(to: outcome.name, in: tx)
        {
            node.then = crossed
            return node
        }
        let (later, settles) = try followers(of: outcome.name, in: tx)
        node.then = later
        if outcome.state == .waiting || outcome.state == .failed { return node }
        let target = outcome.state == .buried ? outcome.deadLetter : outcome.target
        let found = try whereabouts(of: outcome.name, at: target, row: outcome.row, in: tx)
        if settles, found.first?.state != .waiting { return node }
        node.then += found.map { PathNode(finding: $0, id: "") }
        return node
    }

    /// The path of something that a run was for and that has a place of its own.
    private func cross(to name: String, in tx: borrowing Transaction) throws -> [PathNode]? {
        guard let meaning = kernel.names.meaning(of: name), meaning.place != place else { return nil }
        guard depth == 0 else { return [] }
        var reader = PathReader(kernel: kernel, now: now, depth: 1)
        return try reader.read(name, meaning, in: tx)
    }

    /// The later steps of what is known under a name, and whether they say what became of it.
    private mutating func followers(
        of name: String, in tx: borrowing Transaction
    ) throws -> (nodes: [PathNode], settles: Bool) {
        var nodes: [PathNode] = []
        var settles = false
        for index in steps.indices where !used.contains(index) && steps[index].name == name {
            let step = steps[index]
            switch step.kind {
            case .moved, .expired, .filtered: settles = true
            case .handed: settles = settles || step.outcomes.contains { $0.state == .done }
            default: break
            }
            nodes += try node(index, in: tx)
        }
        return (nodes, settles)
    }

    /// Whether a delivery is still in the outbox; then until when and why.
    private func isWaiting(
        _ outcome: StepOutcome, _ finding: inout Finding, in tx: borrowing Transaction
    ) throws -> Bool {
        guard let waiting = try Outbox.waiting(outcome.row, as: outcome.name, in: tx) else { return false }
        finding.state = .waiting
        if waiting.dueAt == .distantFuture {
            finding.text = "It waits behind earlier deliveries to \(outcome.target)."
            return true
        }
        finding.until = waiting.dueAt
        finding.text =
            waiting.attempts == 0
            ? "It is about to be delivered to \(outcome.target)."
            : "It waits for attempt \(waiting.attempts + 1) to \(outcome.target)."
        return true
    }

    private func whereabouts(
        of name: String, at arn: String, row: Int64, in tx: borrowing Transaction
    ) throws -> [Finding] {
        let question = Whereabouts(name: name, arn: arn, row: row, now: now)
        if let service = ARN.service(of: arn) {
            guard let asked = kernel.service(service) else { return [] }
            let found = try asked.whereabouts(question, tx)
            return found.first?.state == .waiting ? try found + takers(of: arn, in: tx) : found
        }
        guard arn.isEmpty else { return [] }
        for service in kernel.services {
            let found = try service.whereabouts(question, tx)
            guard let first = found.first else { continue }
            return first.state == .waiting ? try found + takers(of: first.who, in: tx) : found
        }
        return []
    }

    /// Who is to take something from where it waits.
    private func takers(
        of arn: String, in tx: borrowing Transaction
    ) throws -> [Finding] {
        try kernel.services.flatMap { try $0.takers(arn, tx) }
    }
}

extension PathNode {
    fileprivate func names(_ name: String) -> Bool { id == name || then.contains { $0.names(name) } }
}

extension Step.Kind {
    fileprivate var sentence: String {
        switch self {
        case .event: "The event was taken in."
        case .publication: "The message was published to the topic's subscriptions."
        case .delivery: "It told another resource."
        case .attempt: "It was tried again."
        case .queued: "The function's queue took the event."
        case .run: "The function ran."
        case .handed: "The message was given to a function."
        case .filtered: "No filter of the mapping let the message through, so it was deleted."
        case .moved: "The message went to another queue."
        case .expired: "The message was thrown away: it was older than its queue keeps messages."
        }
    }
}

extension StepOutcome {
    /// The outcome of a step as a finding of its own.
    fileprivate func finding(of step: Step) -> Finding {
        var finding = Finding(foundState, target, sentence(of: step), at: step.at, until: until)
        if !via.isEmpty { finding.details["via"] = .string(via) }
        if !code.isEmpty { finding.details["code"] = .string(code) }
        if !message.isEmpty { finding.details["message"] = .string(message) }
        if !statement.isEmpty { finding.details["statement"] = .string(statement) }
        if !deadLetter.isEmpty { finding.details["deadLetter"] = .string(deadLetter) }
        if attempts > 0 { finding.details["attempts"] = .number(String(attempts)) }
        return finding
    }

    private var foundState: Finding.State {
        switch state {
        case .arrived: .arrived
        case .repeated, .done: .done
        // What waited then is not in the outbox any more; what follows tells what came of it.
        case .waiting, .failed: .failed
        case .buried: .dead
        case .lost: .lost
        }
    }

    private func sentence(of step: Step) -> String {
        let reason = message.hasSuffix(".") ? String(message.dropLast()) : message
        let why = reason.isEmpty ? "" : ": \(reason)"
        let decided = statement.isEmpty ? "" : " Decided by \(statement)."
        let way = via.isEmpty ? "" : " by \(via)"
        switch state {
        case .arrived:
            if step.kind == .moved { return "It went to \(target)\(why)." }
            if step.kind == .handed { return "The run was for it." }
            if attempts > 1 { return "Attempt \(attempts) delivered it to \(target)\(way)." }
            return "It was delivered to \(target)\(way)\(why)."
        case .repeated: return "\(target) had it already: the same was sent within the time of deduplication."
        case .done: return "\(target) did its work\(why)."
        case .failed: return "\(target) failed\(way)\(why)."
        case .waiting:
            guard !code.isEmpty else { return "It was to be delivered to \(target)\(way)." }
            return "Attempt \(max(1, attempts)) to \(target)\(way) failed, \(code)\(why).\(decided)"
        case .buried:
            return
                "\(target)\(way) did not take it, \(code)\(why).\(decided) It is a dead letter at \(deadLetter)."
        case .lost:
            return "\(target)\(way) did not take it, \(code)\(why).\(decided) There is no dead-letter queue."
        }
    }
}

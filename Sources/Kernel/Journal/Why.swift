internal import Store
public import Wire

extension Kernel {
    /// The action that asking for a path amounts to.
    public static let whyAction = "apus:Why"

    /// The whole path of an event, a publication, a message or a run, from any identifier on it.
    ///
    /// `call` says who asks; with authentication enforced it must be allowed `apus:Why` on every resource of
    /// the path that it is told of.
    public func why(_ name: String, _ call: Call) async throws -> JSON {
        let now = time.now
        guard let meaning = names.meaning(of: name.lowercased()) else {
            throw CommonFailure(
                "NotFound", status: 404,
                "\(name) was not given out by this server: it keeps paths of event ids, message ids and "
                    + "request ids.")
        }
        let kernel = self
        let (nodes, oldest) = try await store.read { tx in
            var reader = PathReader(kernel: kernel, now: now)
            let nodes = try reader.read(name.lowercased(), meaning, in: tx)
            return (nodes, try StepRows.oldest(in: tx))
        }
        let shown = try await permitted(nodes, call)
        var answer: JSONObject = ["id": .string(name.lowercased())]
        answer["beganAt"] = PathNode.time(meaning.beganAt)
        if nodes.isEmpty { answer["note"] = .string(absence(meaning, oldest)) }
        if !nodes.isEmpty, let gap = gap(meaning, oldest) { answer["note"] = .string(gap) }
        var counts: JSONObject = [:]
        for state in [
            Finding.State.done, .arrived, .waiting, .failed, .dead, .lost, .notMatched, .unknown,
        ] {
            let count = shown.flatMap(\.ends).count { $0 == state }
            if count > 0 { counts[state.rawValue] = .number(String(count)) }
        }
        answer["ends"] = .object(counts)
        answer["path"] = .array(shown.map(\.json))
        return .object(answer)
    }

    private func absence(_ meaning: NameMeaning, _ oldest: StepRows.End?) -> String {
        guard journal.isKept else { return "This server keeps no journal, so nothing is known of it." }
        if let gap = gap(meaning, oldest) { return gap }
        return "It is the identifier of a request that sent nothing on, or whose effect was not accepted."
    }

    /// What is said of steps that the journal has forgotten.
    private func gap(_ meaning: NameMeaning, _ oldest: StepRows.End?) -> String? {
        guard journal.isKept, case .flow(let flow) = meaning.place, let oldest,
            flow.beganAt < oldest.at || flow.number < oldest.place
        else { return nil }
        let (age, bytes) = (journal.limits.ageMax.seconds, journal.limits.bytesMax >> 20)
        return
            "Not known any more: the journal keeps \(age / 3600) hours and \(bytes) MiB of steps, which now "
            + "reach back to \(oldest.at.timestamp.text(.iso8601))."
    }

    /// The path without what the caller may not see.
    private func permitted(_ nodes: [PathNode], _ call: Call) async throws -> [PathNode] {
        guard settings.authentication == .enforce else { return nodes }
        var decided: [String: Bool] = [:]
        var denial: (any Error)?
        for arn in Set(nodes.flatMap(\.resources)).sorted() {
            do {
                let resource = ARN(arn) ?? call.scope.arn("apus", "outside")
                try await authorise(call, action: Self.whyAction, resource: resource)
                decided[arn] = true
            } catch let refusal as CommonFailure where refusal.code.hasPrefix("AccessDenied") {
                decided[arn] = false
                denial = denial ?? refusal
            }
        }
        if nodes.isEmpty {
            try await authorise(call, action: Self.whyAction, resource: call.scope.arn("apus", "path"))
        }
        if let denial, !decided.values.contains(true) { throw denial }
        return nodes.map { $0.shown(decided) }
    }
}

extension NameMeaning {
    var beganAt: Instant {
        switch self {
        case .flow(let flow), .copy(_, let flow): flow.beganAt
        case .message(_, let sentAt): sentAt
        }
    }
}

extension Duration {
    fileprivate var seconds: Int64 { milliseconds / 1000 }
}

extension PathNode {
    fileprivate var resources: [String] { [finding.who] + then.flatMap(\.resources) }

    /// The node with what the caller may not see left out.
    fileprivate func shown(_ decided: [String: Bool]) -> PathNode {
        var node = self
        node.then = then.map { $0.shown(decided) }
        guard decided[finding.who] == false else { return node }
        node.finding.text = "This part of the path belongs to a resource that you may not ask about."
        node.finding.who = ""
        node.finding.details = [:]
        node.finding.until = nil
        node.id = ""
        return node
    }
}

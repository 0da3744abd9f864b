internal import EventSources
internal import Kernel
internal import Logging
internal import PipesInterface
internal import Store
internal import Wire

extension Pipes {
    /// Pipes of a scope looked through for one answer.
    private static let lookMax = 1000

    /// Which pipes take messages from a queue, and what keeps them from it.
    func takers(of source: String, in tx: borrowing Transaction) throws -> [Finding] {
        guard let arn = ARN(source),
            let scope = try kernel.scopes.known(account: arn.account, region: arn.region, in: tx)
        else { return [] }
        return try StoredPipes.listed(prefix: "", after: "", limit: Self.lookMax, scope, in: tx)
            .filter { $0.definition.settings.source == source }
            .map { pipe in
                let who = StoredPipe.arn(pipe.name, scope).description
                guard pipe.state == StoredPipe.running else {
                    let reason = pipe.reason.map { ", \($0)" } ?? ""
                    return Finding(
                        .waiting, who, "The pipe \(pipe.name) is \(pipe.state): it takes nothing\(reason).")
                }
                guard let trouble = pollers.difficulty(of: pipe.key) else {
                    return Finding(.waiting, who, "The pipe \(pipe.name) takes messages from the queue.")
                }
                let failure = trouble.failure
                return Finding(
                    .waiting, who,
                    "The pipe \(pipe.name) could not take anything, \(failure.code): \(failure.message)",
                    until: trouble.until)
            }
    }
}

/// What a pipe writes down of the messages that it takes. Records of a stream have no place in the journal.
extension PipeConsumer {
    /// Writes down what came of a batch; not waited for, since it is stored before the messages' deletion,
    /// which comes after it in the store's line.
    func note(_ events: [SourceEvent], except failed: Set<String>, _ error: (any Error)? = nil) {
        guard kernel.journal.isKept else { return }
        let (kernel, now, source) = (kernel, kernel.time.now, pipe.definition.settings.source)
        let steps = events.compactMap { event -> Step? in
            guard let place = kernel.names.meaning(of: event.id)?.place else { return nil }
            let isFailed = error != nil || failed.contains(event.id)
            var outcome = StepOutcome(isFailed ? .failed : .done, target: pipe.definition.settings.target)
            outcome.via = arn.description
            if let error {
                outcome.fail(with: DeliveryFailure(of: error))
            } else if isFailed {
                outcome.message = "the target did not take it"
            }
            return Step(.handed, at: now, of: place, subject: source, name: event.id, outcomes: [outcome])
        }
        guard !steps.isEmpty else { return }
        kernel.store.write(label: "pipes.journal") { tx in
            for step in steps { try kernel.journal.note(step, in: tx) }
        } completion: { result in
            if case .failure(let error) = result { kernel.log.error("pipes: journal: \(error)") }
        }
    }
}

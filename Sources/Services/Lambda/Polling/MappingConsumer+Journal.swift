internal import EventSources
internal import Kernel
internal import Logging
internal import Store
internal import Wire

/// What a mapping writes down of the messages that it takes. Records of a stream have no place in the
/// journal.
extension MappingConsumer {
    private var kernel: Kernel { lambda.kernel }
    private var arn: String { scope.arn("lambda", "event-source-mapping:\(mapping.uuid)").description }
    private var functionARN: String { scope.arn("lambda", "function:\(mapping.function)").description }

    /// The request id of a run: it leads to the message's flow, or to one of its own for several messages.
    func runName(_ events: [SourceEvent]) -> String {
        let flows = Set(
            events.map { event -> Flow? in
                guard case .copy(_, let flow)? = kernel.names.meaning(of: event.id) else { return nil }
                return flow
            })
        if flows.count == 1, let flow = flows.first ?? nil { return kernel.names.name(in: flow) }
        return kernel.names.name(in: kernel.names.flow(at: kernel.time.now))
    }

    /// Writes down how a run ended for messages; not waited for, since it is stored before their deletion,
    /// which comes after it in the store's line.
    func note(_ run: Outcome, for events: [SourceEvent], except failed: Set<String>, _ requestID: String) {
        if run.isError {
            var outcome = StepOutcome(.failed, target: functionARN)
            outcome.fail(with: run)
            return note(outcome, of: events, requestID)
        }
        note(
            StepOutcome(.done, target: functionARN), of: events.filter { !failed.contains($0.id) }, requestID)
        var outcome = StepOutcome(.failed, target: functionARN)
        outcome.message = "the function reported it among the batch's failures"
        note(outcome, of: events.filter { failed.contains($0.id) }, requestID)
    }

    func note(_ error: any Error, for events: [SourceEvent], _ requestID: String) {
        var outcome = StepOutcome(.failed, target: functionARN)
        outcome.fail(with: DeliveryFailure(of: error))
        note(outcome, of: events, requestID)
    }

    func giveBack(_ events: [SourceEvent]) async {
        var outcome = StepOutcome(.failed, target: functionARN)
        outcome.code = "TooManyRequestsException"
        outcome.message = "throttled: no room for another run"
        note(outcome, of: events, "")
    }

    private func note(_ outcome: StepOutcome, of events: [SourceEvent], _ requestID: String) {
        guard kernel.journal.isKept, !events.isEmpty else { return }
        let (kernel, now) = (kernel, kernel.time.now)
        var outcome = outcome
        outcome.via = arn
        outcome.name = requestID
        var steps: [Step] = []
        var members: [StepOutcome] = []
        let run = kernel.names.meaning(of: requestID)?.place
        for event in events {
            guard let place = kernel.names.meaning(of: event.id)?.place else { continue }
            steps.append(
                Step(
                    .handed, at: now, of: place, subject: mapping.source, name: event.id, outcomes: [outcome])
            )
            guard place != run else { continue }
            var member = StepOutcome(.arrived, target: mapping.source)
            member.name = event.id
            members.append(member)
        }
        if let run, !members.isEmpty {
            steps.append(
                Step(
                    .handed, at: now, of: run, subject: mapping.source, name: requestID, outcomes: members))
        }
        guard !steps.isEmpty else { return }
        let all = steps
        kernel.store.write(label: "lambda.journal") { tx in
            for step in all { try kernel.journal.note(step, in: tx) }
        } completion: { result in
            if case .failure(let error) = result { kernel.log.error("lambda: journal: \(error)") }
        }
    }

    /// Writes down that the filters keep messages from the function, with what they saw.
    func passOver(_ events: [SourceEvent]) async throws {
        guard kernel.journal.isKept else { return }
        let (kernel, now, arn) = (kernel, kernel.time.now, arn)
        let steps = events.compactMap { event -> Step? in
            guard let place = kernel.names.meaning(of: event.id)?.place else { return nil }
            return Step(.filtered, at: now, of: place, subject: arn, name: event.id, payload: event.json.utf8)
        }
        try await kernel.store.write(label: "lambda.journal") { tx in
            for step in steps { try kernel.journal.note(step, in: tx) }
        }
    }
}

extension StepOutcome {
    /// Takes over the error that a run answered.
    mutating func fail(with run: Outcome) {
        let answer: JSON
        do throws(JSONError) {
            answer = try JSON(parsing: run.payload)
        } catch {
            answer = .null
        }
        switch run.kind {
        case .success: return
        case .timeOut: code = "Timeout"
        case .crash: code = "Crash"
        case .failure: code = answer["errorType"]?.string ?? "Unhandled"
        }
        let text = answer["errorMessage"]?.string ?? ""
        message = String(decoding: text.utf8.prefix(EventPlan.errorMessageSizeMax), as: UTF8.self)
    }
}

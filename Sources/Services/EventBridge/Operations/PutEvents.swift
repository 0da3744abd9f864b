internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Takes events in and sends them to the targets of all rules that they match: what is acknowledged has
    /// its deliveries stored.
    ///
    /// Many deliveries are made in pieces behind the answer. An event for a bus that does not exist is
    /// accepted and matches nothing, as on AWS.
    func putEvents(_ input: PutEventsInput, _ call: Call) async throws -> PutEventsOutput {
        if input.endpointId != nil { throw NotImplemented("PutEvents with EndpointId") }
        guard input.entries.reduce(0, { $0 + EventEntry.size(of: $1) }) <= EventEntry.totalBytesMax else {
            throw ValidationException("Total size of the entries in the request is over the limit.")
        }
        try await authoriseDefaultBus(input, call)
        var results: [PutEventsResultEntry] = []
        var matched: [Matched] = []
        var refusals: [(log: BusLog, line: String)] = []
        var failures = 0
        for entry in input.entries {
            switch try EventEntry.check(entry, call) {
            case .refused(let code, let message):
                failures += 1
                if let refusal = try await logged(entry, message, call) { refusals.append(refusal) }
                results.append(PutEventsResultEntry(errorCode: code, errorMessage: message))
            case .accepted(var event, let bus):
                results.append(PutEventsResultEntry(eventId: event.id))
                let arn = bus.arn.description
                let takers = try await buses.current(arn, kernel.store)?.takers(of: event) ?? .nobody
                // Why nobody takes an event can be asked later.
                guard !takers.isEmpty || kernel.journal.isKept else { continue }
                if takers.log != nil { event.request = call.requestID }
                matched.append(Matched(event: event, bus: bus, takers: takers))
            }
        }
        kernel.metrics.count("events_ingested_total", service: "events", by: results.count - failures)
        if !matched.isEmpty { try await send(matched, call) }
        if !refusals.isEmpty {
            try await call.write { [refusals] tx in
                for refusal in refusals { try refusal.log.send([refusal.line], of: nil, call, in: tx) }
            }
        }
        return PutEventsOutput(failedEntryCount: failures, entries: results)
    }

    /// An event with those who take it.
    struct Matched: Sendable {
        let event: Event
        let bus: BusReference
        let takers: EventTakers
    }

    private func send(_ matched: [Matched], _ call: Call) async throws {
        let count = matched.reduce(0) { $0 + $1.takers.deliveryCount }
        let signal = fanOutSignal
        // All but archives and targets that are asked throw for a lost store alone.
        let checksFirst = matched.allSatisfy { match in
            match.takers.log == nil && match.takers.archives.isEmpty
                && !match.takers.rules.contains(where: \.isAsked)
        }
        try await kernel.store.write(label: "events.PutEvents", checksFirst: checksFirst) { tx in
            for match in matched {
                for archive in match.takers.archives { try archive.keep(match.event, in: tx) }
            }
            guard count <= FanOut.deliveriesMax else {
                for match in matched { try self.postpone(match, call, in: tx) }
                return tx.afterCommit { signal.fire() }
            }
            for match in matched {
                try Self.log(match.event, match.takers, [.ingested, .matched], call, in: tx)
                var outcomes: [StepOutcome] = []
                for rule in match.takers.rules {
                    for target in rule.targets {
                        outcomes.append(try target.send(match.event, of: rule, call, in: tx))
                    }
                }
                let bus = match.bus.arn.description
                try self.note(match.event, at: bus, outcomes, isFirst: true, call, in: tx)
            }
        }
    }

    /// What the bus of an entry that was refused logs of it.
    private func logged(
        _ entry: PutEventsRequestEntry, _ message: String, _ call: Call
    ) async throws -> (log: BusLog, line: String)? {
        // An entry may be refused for the name of its bus.
        guard let bus = try? BusReference(entry.eventBusName, call.scope),
            let log = try await buses.current(bus.arn.description, kernel.store)?.log,
            let line = Self.refusal(entry.source, entry.detailType, message, log, call)
        else { return nil }
        return (log, line)
    }

    /// Leaves an event's deliveries to the duty that makes them.
    private func postpone(_ match: Matched, _ call: Call, in tx: borrowing Transaction) throws {
        let bus = match.bus.arn.description
        var outcomes: [StepOutcome] = []
        let isPostponed = !match.takers.rules.isEmpty
        try Self.log(
            match.event, match.takers, isPostponed ? .ingested : [.ingested, .matched], call, in: tx)
        if isPostponed {
            var outcome = StepOutcome(.waiting, target: bus)
            outcome.row = try PendingEvents.insert(match.event, bus: bus, isFresh: false, in: tx)
            outcome.name = match.event.id
            outcomes.append(outcome)
        }
        try note(match.event, at: bus, outcomes, isFirst: true, call, in: tx)
    }

    /// Requests name the buses of their entries; one that names some and leaves others out means the default
    /// bus as well.
    private func authoriseDefaultBus(_ input: PutEventsInput, _ call: Call) async throws {
        guard kernel.settings.authentication == .enforce,
            input.entries.contains(where: { $0.eventBusName == nil }),
            input.entries.contains(where: { $0.eventBusName != nil })
        else { return }
        let bus = try BusReference(nil, call.scope)
        let policy = try await call.read { tx in try Buses.named(bus.arn.description, in: tx)?.policy }
        try await kernel.authorise(
            call, action: "events:PutEvents", resource: bus.arn, resourcePolicy: policy)
    }
}

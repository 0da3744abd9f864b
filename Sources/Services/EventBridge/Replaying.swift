internal import Kernel
internal import Store
internal import Wire

/// Sends archived events to their bus again, piece by piece.
struct Replaying {
    static let keyPrefix = "replay:"
    /// Events looked at in one transaction.
    static let pieceSize = 64
    /// How long a replay that is over can be described.
    static let retention: Duration = .seconds(90 * 86_400)

    let service: EventBridge

    static func begin(_ replay: Int64, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        try call.schedule("events", at: call.now, key: "\(keyPrefix)\(replay)", in: tx)
    }

    /// Keeps the outcome for a while.
    static func end(
        _ replay: inout StoredReplay, _ state: StoredReplay.State, _ call: Kernel.Call,
        in tx: borrowing Transaction
    ) throws {
        replay.state = state
        replay.endedAt = call.now
        try Replays.update(replay, in: tx)
        try call.schedule("events", at: call.now + retention, key: "\(keyPrefix)\(replay.id)", in: tx)
    }

    func fire(_ timer: Timer, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        guard let id = Int64(timer.key.dropFirst(Self.keyPrefix.count)),
            var replay = try Replays.with(id: id, in: tx)
        else { return }
        guard !replay.state.isOver else { return try Replays.remove(id, in: tx) }
        guard try Archives.with(id: replay.archive, in: tx) != nil else {
            replay.reason = "The archive was deleted."
            return try Self.end(&replay, .failed, call, in: tx)
        }
        let events = try ArchivedEvents.next(
            of: replay.archive, after: replay.place, through: replay.to, limit: Self.pieceSize, in: tx)
        let sent = try send(events, of: replay, in: tx)
        if sent > 0 {
            replay.place = events[sent - 1].place
            replay.lastReplayedAt = replay.place.at
        }
        let isLast = events.count < Self.pieceSize && sent == events.count
        guard !isLast else { return try Self.end(&replay, .completed, call, in: tx) }
        replay.state = .running
        try Replays.update(replay, in: tx)
        try Self.begin(id, call, in: tx)
    }

    /// Sends events to the targets of the rules that take them, as many as fit into one transaction; answers
    /// how many. An event with more deliveries than that is left to the duty that makes them.
    private func send(
        _ events: [ArchivedEvent], of replay: StoredReplay, in tx: borrowing Transaction
    ) throws -> Int {
        guard let arn = ARN(replay.destination) else { return events.count }
        let snapshot = try service.buses.current(replay.destination, in: tx)
        let scope = try service.kernel.scopes.scope(account: arn.account, region: arn.region, in: tx)
        var deliveries = 0
        for (index, archived) in events.enumerated() {
            let event = archived.event.replayed(by: replay)
            let takers = snapshot?.takers(of: event) ?? .nobody
            deliveries += takers.deliveryCount
            if deliveries > FanOut.deliveriesMax {
                guard index == 0 else { return index }
                let call = Kernel.Call.internal(service.kernel, scope, trace: event.trace)
                try EventBridge.log(event, takers, .ingested, call, in: tx)
                _ = try PendingEvents.insert(event, bus: replay.destination, isFresh: false, in: tx)
                tx.afterCommit { [service] in service.fanOutSignal.fire() }
                return 1
            }
            let call = Kernel.Call.internal(service.kernel, scope, trace: event.trace)
            try EventBridge.log(event, takers, [.ingested, .matched], call, in: tx)
            var outcomes: [StepOutcome] = []
            for rule in takers.rules {
                for target in rule.targets {
                    outcomes.append(try target.send(event, of: rule, call, in: tx))
                }
            }
            try service.note(event, at: replay.destination, outcomes, call, in: tx)
        }
        return events.count
    }
}

extension Event {
    /// The event as a replay sends it: it names the replay.
    func replayed(by replay: StoredReplay) -> Event {
        var bytes = self.bytes
        if bytes.last == UInt8(ascii: "}") {
            bytes.removeLast()
            bytes += #","replay-name":"#.utf8
            JSON.write(string: replay.name, to: &bytes)
            bytes.append(UInt8(ascii: "}"))
        }
        var event = Event(id: id, bytes: bytes, time: time, ingestedAt: ingestedAt, trace: trace)
        event.traceHeader = traceHeader
        event.flow = flow
        event.replay = ReplayMark(name: replay.name, rules: Set(replay.rules))
        return event
    }
}

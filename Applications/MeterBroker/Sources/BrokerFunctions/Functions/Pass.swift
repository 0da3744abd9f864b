import DynamoDBInterface
import MeterBroker
import Wire

/// One pass through what waits for a receiver, the oldest first: pages are read ahead, messages go to the receiver
/// side by side, and what became of them is written down, all at the same time.
///
/// How many are under way grows by one with every message that the receiver takes in good time and halves with
/// every one that it does not take, between limits.
struct Pass: Sendable {
    /// Under way to a receiver that failed: one bad message does not make it look dead.
    static let probes = 2
    /// Of one page; what is left of the last is still on its way while the next is read.
    private static let pageMax = 100
    private static let readAheadMin = 100
    /// Bodies under way together, unless one alone has more.
    private static let bytesMax = 64 << 20
    /// Of one transaction, with a tally for as many days.
    private static let writesMax = 45
    /// Tried and not written down yet: a crash repeats no more than these and those under way.
    private static let unwrittenMax = 90

    enum Ending: Sendable, Equatable {
        /// Nothing is left but what has to wait until then, in milliseconds.
        case done(next: Int?)
        /// The time is over.
        case cut
        /// The receiver takes nothing, or asked for a pause of so many seconds.
        case failing(pauseSeconds: Int?)
    }

    private enum Event: Sendable {
        case page(QueryOutput, [DeliveryRecord])
        case tried(DeliveryRecord, Attempt?)
        case written
    }

    let catchUp: CatchUp
    var lane: LaneHold
    /// Nothing is started from then on, in milliseconds.
    let end: Int
    private(set) var window: Int
    private(set) var delivered = 0
    /// Of the messages that the receiver took, in milliseconds.
    private var quickest: Int?
    private var backlog = Backlog()
    private var start: Item?
    private var isLoading = false
    private var isAtEnd = false
    private var underWay = 0
    private var bytesUnderWay = 0
    /// Attempts since the receiver last took a message.
    private var silence = 0
    /// Whether all that it did not take it refused.
    private var isAnswering = true
    private var results: [(before: DeliveryRecord, after: DeliveryRecord)] = []
    private var isWriting = false
    private var stop: Ending?

    private var broker: Broker { catchUp.broker }
    private var settings: Settings { broker.settings }

    init(_ catchUp: CatchUp, _ lane: LaneHold, window: Int, end: Int) {
        self.catchUp = catchUp
        self.lane = lane
        self.window = window
        self.end = end
    }

    /// Whether it took even the quickest slowly: that others took long may be for their number.
    var wasSlow: Bool { (quickest ?? 0) >= settings.slowAfterMilliseconds }

    /// Goes through the backlog; answers the state after it, and how it ended.
    static func run(_ initial: Pass) async throws -> (Pass, Ending) {
        try await withThrowingTaskGroup(of: Event.self) { group in
            var pass = initial
            while true {
                pass.startWork(&group)
                guard let event = try await group.next() else { break }
                try await pass.take(event)
            }
            let ending = pass.ending()
            return (pass, ending)
        }
    }

    private mutating func ending() -> Ending {
        if let stop { return stop }
        // A receiver that is among the others and answers shows by its other messages whether it is well.
        let isWell = lane.lane == .rejoining && isAnswering
        if silence > 0, delivered == 0, !isWell { return failing(pauseSeconds: nil) }
        return .done(next: backlog.nextAt)
    }

    private mutating func failing(pauseSeconds: Int?) -> Ending {
        lane.failures += 1
        return .failing(pauseSeconds: pauseSeconds)
    }

    // MARK: Starting

    private mutating func startWork(_ group: inout ThrowingTaskGroup<Event, any Error>) {
        write(&group)
        if stop == nil, broker.now.milliseconds >= end { stop = .cut }
        guard stop == nil else { return }
        if !isLoading, !isAtEnd, !backlog.isFull, backlog.count < Self.readAheadMin { load(&group) }
        while underWay < window, results.count < Self.unwrittenMax,
            let delivery = backlog.next(bytesMax: underWay == 0 ? .max : Self.bytesMax - bytesUnderWay)
        {
            underWay += 1
            bytesUnderWay += delivery.bytes
            let (broker, webhook) = (broker, lane.webhook)
            group.addTask {
                guard let body = await broker.body(delivery.bodyKey) else { return .tried(delivery, nil) }
                return .tried(delivery, await broker.post(delivery, body, to: webhook))
            }
        }
    }

    private mutating func load(_ group: inout ThrowingTaskGroup<Event, any Error>) {
        isLoading = true
        let query = broker.openQuery(.pending, lane.receiver, limit: Self.pageMax, start: start)
        let broker = broker
        group.addTask {
            let page = try await broker.items.query(query)
            // The index may lag behind: the table says which of them still wait.
            return .page(page, try await broker.confirmed(page.items ?? [], .pending))
        }
    }

    /// One transaction at a time: what ends while it is under way is written with the next.
    private mutating func write(_ group: inout ThrowingTaskGroup<Event, any Error>) {
        guard !isWriting, !results.isEmpty else { return }
        isWriting = true
        let batch = Array(results.prefix(Self.writesMax))
        results.removeFirst(batch.count)
        let catchUp = catchUp
        group.addTask {
            try await catchUp.write(batch)
            return .written
        }
    }

    // MARK: Taking what came of it

    private mutating func take(_ event: Event) async throws {
        switch event {
        case .page(let page, let records):
            isLoading = false
            start = page.lastEvaluatedKey
            isAtEnd = start == nil
            let (now, isProbing) = (broker.now.milliseconds, lane.wasFailing)
            // What did not reach a receiver that was away need not wait longer than the receiver does.
            backlog.add(records) { $0.notBefore <= now || isProbing && $0.counted == 0 }
        case .tried(let delivery, let attempt):
            underWay -= 1
            bytesUnderWay -= delivery.bytes
            note(delivery, attempt)
        case .written: isWriting = false
        }
        try await rejoin()
    }

    private mutating func note(_ delivery: DeliveryRecord, _ attempt: Attempt?) {
        guard let attempt else {
            // Its body cannot be had now; that is no fault of the receiver's.
            var held = delivery
            held.notBefore = broker.now.adding(seconds: settings.policy.delaySecondsMax).milliseconds
            return backlog.hold(held)
        }
        let after = broker.settle(
            delivery, attempt, failures: max(lane.failures, delivery.counted + 1), now: broker.now)
        results.append((before: delivery, after: after))
        if after.status == .pending { backlog.hold(after) } else { backlog.advance(behind: delivery) }
        if attempt.outcome == .delivered { noteDelivered(attempt) } else { noteFailed(attempt) }
    }

    private mutating func noteDelivered(_ attempt: Attempt) {
        delivered += 1
        (silence, lane.failures) = (0, 0)
        quickest = min(quickest ?? attempt.milliseconds, attempt.milliseconds)
        if attempt.milliseconds >= settings.slowAfterMilliseconds {
            window = max(window - 1, settings.receiverConcurrency)
        } else {
            window = min(max(window + 1, settings.receiverConcurrency), settings.receiverConcurrencyMax)
        }
    }

    private mutating func noteFailed(_ attempt: Attempt) {
        silence += 1
        window = max(window / 2, Self.probes)
        if case .refused = attempt.outcome {} else { isAnswering = false }
        guard stop == nil else { return }
        if case .postponed(let seconds) = attempt.outcome {
            stop = failing(pauseSeconds: seconds)
        } else if silence >= (lane.failures > 0 ? Self.probes : settings.receiverConcurrency) {
            stop = failing(pauseSeconds: nil)
        }
    }

    /// When the end of the backlog is in sight, new messages go to the receiver with everybody else's again: else as
    /// many would come meanwhile as are delivered, and it would never be done.
    private mutating func rejoin() async throws {
        guard lane.lane == .draining, isAtEnd, stop == nil, delivered > 0, silence == 0, !wasSlow,
            underWay > 0
        else { return }
        let change = Broker.LaneChange(from: [.draining], to: .rejoining, failures: 0, wakeIn: 0)
        guard try await broker.changeLane(of: lane.receiver, change) else { return }
        lane.lane = .rejoining
        lane.hasRejoined = true
    }
}

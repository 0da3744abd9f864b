import ApusTesting
import Store
import Synchronization
import Wire

@testable import Kernel

/// The world outside a server: endpoints that answer, fail or hang as a test wants it.
final class Outdoors: Sendable {
    enum Manner { case answers, refuses, hangs }

    struct Arrival: Sendable {
        let url: String
        let body: String
        let at: Instant
    }

    private struct State {
        var manners: [String: Manner] = [:]
        var arrivals: [Arrival] = []
        var underWay: [String: Int] = [:]
        var mostUnderWay: [String: Int] = [:]
    }

    static let timeout: Duration = .seconds(15)
    private let state = Mutex(State())
    private let time = Mutex<TimeSource?>(nil)

    /// Makes the endpoints whose URL begins so behave so.
    func behave(_ prefix: String, _ manner: Manner) { state.withLock { $0.manners[prefix] = manner } }

    func heal() { state.withLock { $0.manners = [:] } }

    /// The bodies that endpoints whose URL begins so took, in order.
    func bodies(_ prefix: String) -> [String] { arrivals(prefix).map(\.body) }

    func arrivals(_ prefix: String) -> [Arrival] {
        state.withLock { $0.arrivals.filter { $0.url.hasPrefix(prefix) } }
    }

    func mostUnderWay(_ url: String) -> Int { state.withLock { $0.mostUnderWay[url] ?? 0 } }

    /// Becomes what is outside of a server.
    func surround(_ apus: TestApus) {
        keepTime(by: apus.kernel.time)
        surround(apus.http)
    }

    /// Becomes what is outside of the servers that `http` leads out of.
    func surround(_ http: RecordingHTTP) {
        http.answer { [unowned self] request in
            // A server that has just begun asks before anybody could tell what time it is.
            guard let time = self.time.withLock({ $0 }) else { return OutboundResponse(status: 503) }
            return try await self.answer(request, time)
        }
    }

    func keepTime(by source: TimeSource?) { time.withLock { $0 = source } }

    private func answer(_ request: OutboundRequest, _ time: TimeSource) async throws -> OutboundResponse {
        let manner = state.withLock { state in
            let now = state.underWay[request.url, default: 0] + 1
            state.underWay[request.url] = now
            state.mostUnderWay[request.url] = max(now, state.mostUnderWay[request.url] ?? 0)
            return state.manners.first { request.url.hasPrefix($0.key) }?.value ?? .answers
        }
        defer { state.withLock { $0.underWay[request.url, default: 1] -= 1 } }
        switch manner {
        case .refuses: return OutboundResponse(status: 503)
        case .hangs:
            await time.sleep(until: time.now + Self.timeout)
            throw DeliveryFailure.transient(code: "TIMEOUT", message: "It took too long.")
        case .answers:
            let arrival = Arrival(
                url: request.url, body: String(decoding: request.body, as: UTF8.self), at: time.now)
            state.withLock { $0.arrivals.append(arrival) }
            return OutboundResponse(status: 200)
        }
    }
}

extension TestApus {
    /// Sends deliveries to endpoints outside in one transaction, each with its own number as body.
    func send(
        _ numbers: Range<Int>, pace: Int? = nil, retries: Int = 1, to url: @Sendable (Int) -> String
    ) async throws {
        let deliveries = numbers.map { number in
            var delivery = Delivery(
                id: "\(url(number)) \(number)", target: url(number), action: "test:Send",
                payload: Array("\(number)".utf8), source: "arn:aws:test:::source", trace: "")
            if let pace {
                delivery.parameters = ["RatePerSecond": JSON(integerLiteral: pace), "RateKey": "paced"]
            }
            delivery.retry = RetryPolicy(
                attemptsMax: retries, ageMax: .seconds(100 * 86_400), pauses: [.seconds(20)])
            return delivery
        }
        let scope = try await kernel.scopes.scope(account: Self.account, region: Self.region)
        try await kernel.time.activity.track { [kernel] in
            try await kernel.store.write(label: "test") { tx in
                let call = Kernel.Call.internal(kernel, scope)
                for delivery in deliveries { try call.send(delivery, in: tx) }
            }
        }
    }

    /// Rows that wait, however they do.
    func waitingCount() async throws -> Int {
        try await kernel.store.read { tx in
            try tx.value("SELECT COUNT(*) FROM kernel_outbox", as: Int.self) ?? 0
        }
    }

    /// Lanes of endpoints in which rows are parked and none is left that would let them move up.
    func strandedLanes() async throws -> [String] {
        let (never, now) = (Instant.distantFuture, kernel.time.now)
        return try await kernel.store.read { tx in
            let lanes = try tx.values(
                "SELECT DISTINCT lane FROM kernel_outbox WHERE due_at = \(never)", as: String.self)
            return try lanes.filter { lane in
                try tx.value(
                    "SELECT 1 FROM kernel_outbox WHERE lane = \(lane) AND due_at <= \(now) LIMIT 1",
                    as: Int.self) == nil
            }
        }
    }
}

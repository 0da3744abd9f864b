import ApusTesting
import BrokerFunctions
import DynamoDB
import MeterBroker
import Synchronization
import Testing
import Wire

/// The broker's functions on a real DynamoDB, with a bucket, a bus, queues and receivers that a test holds in
/// its hand, and a clock that moves only when the test says so.
final class Stage: Archive, Channels, Receivers, AccessLog, Environment {
    struct Post: Equatable {
        let receiver: String
        let transactionID: String
        let isReplay: Bool
        let body: String
        let at: Int
    }

    struct State {
        var milliseconds = 1_770_199_200_000
        var names = 0
        var bodies: [String: [UInt8]] = [:]
        var published: [JSON] = []
        var wakes: [(receiver: String, at: Int)] = []
        var letters: [(letter: Letter, hiddenUntil: Int)] = []
        var isQueueDown = false
        var posts: [Post] = []
        var answers: [String: AttemptOutcome] = [:]
        var times: [String: Int] = [:]
        /// How a receiver answers one message, if not as it answers all.
        var judge: (@Sendable (_ receiver: String, _ transactionID: String) -> AttemptOutcome?)?
        /// What happens while a message is on its way.
        var meanwhile: (@Sendable (_ receiver: String) async -> Void)?
        var isBusDown = false
        var lines: [String] = []
        var accesses: [(at: Int, line: String)] = []
    }

    struct Broken: Error {}

    let state = Mutex(State())

    // MARK: Environment

    var now: Timestamp { Timestamp(milliseconds: state.withLock { $0.milliseconds }) }
    func makeName() -> String {
        state.withLock {
            $0.names += 1
            return "name\($0.names)"
        }
    }
    func random(below limit: Int) -> Int { state.withLock { $0.names % limit } }
    func pause(milliseconds: Int) async throws { state.withLock { $0.milliseconds += milliseconds } }
    func log(_ line: String) { state.withLock { $0.lines.append(line) } }
    func advance(milliseconds: Int) { state.withLock { $0.milliseconds += milliseconds } }
    func advance(seconds: Int) { state.withLock { $0.milliseconds += seconds * 1000 } }

    // MARK: The gateway's log

    func refused(from: Timestamp, until: Timestamp, _ body: ([String]) -> Void) async throws {
        body(
            state.withLock { state in
                state.accesses.filter { $0.at >= from.milliseconds && $0.at < until.milliseconds }.map(\.line)
            })
    }

    /// A line of the log as the template's format spells it.
    func access(_ kind: String, status: Int, key: String = "-") {
        let line: JSON = ["kind": .string(kind), "status": .string(String(status)), "key": .string(key)]
        state.withLock { $0.accesses.append(($0.milliseconds, line.text)) }
    }

    // MARK: Archive

    func put(_ key: String, _ body: [UInt8]) async throws -> String? {
        state.withLock { $0.bodies[key] = body }
        return "v1"
    }
    func get(_ key: String, bytesMax: Int) async throws -> [UInt8]? { state.withLock { $0.bodies[key] } }
    func uploadURL(_ key: String, seconds: Int) async throws -> String { "memory:\(key)" }
    func downloadURL(_ key: String, seconds: Int) async throws -> String { "memory:\(key)" }

    // MARK: Channels

    func publish(_ event: JSON, detailType: String) async throws {
        try state.withLock { state in
            if state.isBusDown { throw Broken() }
            state.published.append(event)
        }
    }
    func wake(_ receiver: String, afterSeconds: Int) async throws {
        state.withLock { $0.wakes.append((receiver, $0.milliseconds + afterSeconds * 1000)) }
    }
    func bury(_ letter: JSON) async throws {
        state.withLock { state in
            state.names += 1
            state.letters.append(
                (Letter(id: "letter\(state.names)", handle: "letter\(state.names)", json: letter), 0))
        }
    }
    func letters(hiddenSeconds: Int) async throws -> [Letter] {
        state.withLock { state in
            let shown = state.letters.indices.filter { state.letters[$0].hiddenUntil <= state.milliseconds }
                .prefix(10)
            for index in shown {
                state.letters[index].hiddenUntil = state.milliseconds + hiddenSeconds * 1000
            }
            return shown.map { state.letters[$0].letter }
        }
    }
    func remove(_ letter: Letter) async throws {
        try state.withLock { state in
            if state.isQueueDown { throw Broken() }
            state.letters.removeAll { $0.letter.id == letter.id }
        }
    }

    // MARK: Receivers

    func post(
        _ body: [UInt8], to url: String, headers: [(String, String)], timeoutMilliseconds: Int
    ) async -> Attempt {
        let values = Dictionary(uniqueKeysWithValues: headers.map { ($0.0, $0.1) })
        let receiver = values["X-Receiver"] ?? ""
        if let meanwhile = state.withLock({ $0.meanwhile }) { await meanwhile(receiver) }
        return state.withLock { state in
            let judged = state.judge?(receiver, values["X-Transaction-Id"] ?? "")
            let outcome = judged ?? state.answers[url] ?? .delivered
            if outcome == .delivered {
                state.posts.append(
                    Post(
                        receiver: receiver, transactionID: values["X-Transaction-Id"] ?? "",
                        isReplay: values["X-Replay"] == "true", body: String(decoding: body, as: UTF8.self),
                        at: state.milliseconds))
            }
            return Attempt(outcome: outcome, milliseconds: state.times[url] ?? 1)
        }
    }

    func answer(_ url: String, _ outcome: AttemptOutcome?) { state.withLock { $0.answers[url] = outcome } }
    func posts(to receiver: String? = nil) -> [Post] {
        state.withLock { $0.posts.filter { receiver == nil || $0.receiver == receiver } }
    }
}

/// A broker on its stage, and the calls that services would make.
struct Play {
    let stage: Stage
    let broker: Broker
    let fuse: ApusItems.Fuse

    static let environment = [
        "MESSAGES_TABLE": "Messages", "DELIVERIES_TABLE": "Deliveries", "PARTICIPANTS_TABLE": "Participants",
        "METERS_TABLE": "Meters", "TALLIES_TABLE": "Tallies", "REFUSALS_TABLE": "Refusals",
        "ARCHIVE_BUCKET": "archive", "EVENT_BUS": "bus", "DEAD_LETTER_TOPIC": "topic",
        "DEAD_LETTER_QUEUE": "queue", "WAKE_QUEUE": "wake", "OPERATOR_KEY": "key-op",
        "RETRIES": "2", "RETRY_SECONDS": "1", "RETRY_SECONDS_MAX": "900", "HOLD_SECONDS": "345600",
        "ATTEMPT_TIMEOUT_MS": "1000", "SLOW_AFTER_MS": "500", "RECEIVER_CONCURRENCY": "4",
        "RECEIVER_CONCURRENCY_MAX": "16",
        "BODY_BYTES_MAX": "20000", "BULK_BYTES_MAX": "1000000", "CLAIM_BODY_BYTES_MAX": "4000",
        "EVENT_BODY_BYTES_MAX": "1200", "DAILY_QUOTA": "50",
        "CATCH_UP_SECONDS": "60", "REPUBLISH_SECONDS": "60", "GATEWAY_LOG": "log",
        "GATEWAY_LOG_SECONDS": "60",
    ]

    static let sender = "1000000001"
    static let quick = "1000000002"
    static let other = "1000000003"
    static let puller = "1000000004"
    static let meter = "1900012374324"

    func call(
        _ handler: Handler, _ method: String = "POST", key: String = "key-op", proxy: String = "",
        query: JSON = [:], _ body: JSON? = nil
    ) async throws -> (status: Int, body: JSON) {
        let event: JSON = [
            "httpMethod": .string(method), "path": .string("/\(handler.rawValue)/\(proxy)"),
            "pathParameters": ["proxy": .string(proxy), "upload": .string(proxy)],
            "queryStringParameters": query,
            "requestContext": ["requestId": "r", "identity": ["apiKeyId": .string(key)]],
            "body": body.map { .string($0.text) } ?? .null, "isBase64Encoded": false,
        ]
        let answer = try await handler.handle(event, broker)
        return (answer["statusCode"]?.integer ?? 0, try JSON(parsing: answer["body"]?.string ?? "null"))
    }

    func ingest(_ message: JSON, key: String = "key-1") async throws -> (status: Int, body: JSON) {
        try await call(.ingest, key: key, message)
    }

    /// Hands the published events to the delivery function, as the bus, the topic and the queue do.
    @discardableResult
    func deliver(by worker: Broker? = nil) async throws -> JSON {
        let events = stage.state.withLock { state in
            defer { state.published = [] }
            return state.published
        }
        let records = events.enumerated().map { index, event -> JSON in
            let body: JSON = ["source": "meter-broker", "detail": event]
            return ["messageId": .string("m\(index)"), "body": .string(body.text)]
        }
        return try await Handler.delivery.handle(["Records": .array(records)], worker ?? broker)
    }

    /// Moves the clock from call to call of the catch-up function, for so many seconds.
    func catchUp(seconds: Int) async throws {
        let end = stage.now.milliseconds + seconds * 1000
        while true {
            let next = stage.state.withLock { state -> String? in
                guard let first = state.wakes.indices.min(by: { state.wakes[$0].at < state.wakes[$1].at }),
                    state.wakes[first].at <= end
                else { return nil }
                let wake = state.wakes.remove(at: first)
                state.milliseconds = max(state.milliseconds, wake.at)
                return wake.receiver
            }
            guard let next else { break }
            let body: JSON = ["receiver": .string(next)]
            let record: JSON = ["messageId": "w", "body": .string(body.text)]
            let answer = try await Handler.catchUp.handle(["Records": [record]], broker)
            #expect(answer == ["batchItemFailures": []])
        }
        stage.state.withLock { $0.milliseconds = max($0.milliseconds, end) }
    }

    /// The functions in a worker of their own, which remembers what it has seen itself.
    func makeWorker() -> Broker {
        Broker(
            settings: broker.settings, items: broker.items, archive: stage, channels: stage, receivers: stage,
            accessLog: stage, environment: stage)
    }

    func lane(_ participant: String) async throws -> String? {
        let rows = try await call(.operator, "GET", proxy: "participants").body["participants"]?.array ?? []
        return rows.first { $0["id"]?.string == participant }?["lane"]?.string
    }

    /// Registers another meter point, with the same receivers as the first.
    func register(meter: String) async throws {
        let appointments =
            try await call(.operator, "GET", proxy: "meters/\(Play.meter)").body["appointments"] ?? []
        let meters: JSON = ["meters": [["MPANCore": .string(meter), "appointments": appointments]]]
        #expect(try await call(.operator, proxy: "meters", meters).status == 200)
    }

    func reconciliation() async throws -> JSON {
        let answer = try await call(
            .operator, "GET", proxy: "reconciliation", query: ["audit": "true", "day": "2026-02-04"])
        #expect(answer.status == 200)
        #expect(answer.body["balanced"] == true)
        return answer.body
    }

    func row(_ participant: String) async throws -> Tally {
        let rows = try await reconciliation()["participants"]?.array ?? []
        let row = rows.first { $0["participant"]?.string == participant }
        func number(_ name: String) -> Int { row?[name]?.integer ?? -1 }
        return Tally(
            accepted: number("accepted"), delivered: number("delivered"), pending: number("pending"),
            dead: number("dead"))
    }
}

func url(_ participant: String) -> String { "http://\(participant).test/in" }

/// A hub with a sender, two receivers with webhooks, one that pulls, and one meter point.
func withBroker(_ body: (Play) async throws -> Void) async throws {
    try await withApus([.dynamodb]) { apus in
        let items = ApusItems(apus: apus)
        try await items.makeTables()
        let stage = Stage()
        let broker = Broker(
            settings: try Settings(Play.environment), items: items, archive: stage, channels: stage,
            receivers: stage, accessLog: stage, environment: stage)
        let play = Play(stage: stage, broker: broker, fuse: items.fuse)
        for (id, key) in [
            (Play.sender, "key-1"), (Play.quick, "key-2"), (Play.other, "key-3"), (Play.puller, "key-4"),
        ] {
            var registration: JSONObject = ["name": .string("P\(id.suffix(1))"), "keyID": .string(key)]
            if key == "key-2" || key == "key-3" { registration["webhook"] = .string(url(id)) }
            let answer = try await play.call(
                .operator, "PUT", proxy: "participants/\(id)", .object(registration))
            #expect(answer.status == 200)
        }
        let appointments: JSON = [
            ["participant": .string(Play.quick), "role": "SUP", "from": "2020-01-01"],
            ["participant": .string(Play.other), "role": "DA", "from": "2020-01-01"],
            ["participant": .string(Play.puller), "role": "DC", "from": "2020-01-01"],
        ]
        let meters: JSON = ["meters": [["MPANCore": .string(Play.meter), "appointments": appointments]]]
        let answer = try await play.call(.operator, proxy: "meters", meters)
        #expect(answer.status == 200)
        try await body(play)
    }
}

/// A valid message of some more than so many kilobytes, 5 at most.
func reading(_ reference: String, kilobytes: Int) -> JSON {
    var message = reading(reference).object ?? [:]
    let codes = Array(repeating: JSON.string(String(repeating: "x", count: 256)), count: kilobytes * 4)
    message["S0"] = ["interfaceID": "IF-021", "schemaVersion": "1.0", "eventCode": .array(codes)]
    return .object(message)
}

/// A valid message; each reference is another message.
func reading(
    _ reference: String, meter: String = Play.meter, date: String = "2026-02-03", value: String = "0.125"
) -> JSON {
    [
        "S0": ["interfaceID": "IF-021", "schemaVersion": "1.0", "eventCode": ["HH"]],
        "S1": [
            "environmentTag": "TEST", "senderUniqueReference": .string(reference),
            "senderTimestamp": "2026-02-04T01:02:03Z", "senderDIPID": .string(Play.sender),
            "senderRoleID": "DC",
        ],
        "M0": ["MPANCore": .string(meter)],
        "R0": [
            "settlementDate": .string(date), "measurementQuantity": "AI",
            "values": .array(Array(repeating: .number(value), count: 48)),
            "flags": .array(Array(repeating: "A", count: 48)),
        ],
    ]
}

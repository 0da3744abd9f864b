import ApusClient
import Glibc
import MeterBroker
import NIOCore
import NIOHTTP1
import NIOPosix
import Wire

/// Plays the market's participants against a deployed broker and shows what becomes of their messages.
@main
struct Simulator {
    let setup: Setup
    let api: API
    let options: Options
    let counts = Counts()
    let drills: Drills

    static func main() async {
        do {
            let options = try Options(CommandLine.arguments.dropFirst())
            let setup = try Setup(JSON(parsing: try readFile(options.setup)))
            // The senders share one thread: it is the broker whose work is to be seen, not theirs.
            let http = HTTPSession(connectionsPerHost: 256, usesOneThread: true)
            let simulator = Simulator(
                setup: setup, api: API(base: setup.api, http: http), options: options,
                drills: Drills(besides: options.setup))
            try await http.run { try await simulator.run() }
        } catch {
            stop(error)
        }
    }

    private static func stop(_ error: any Error) -> Never {
        print("meter-simulator: \(error)")
        fflush(nil)
        exit(1)
    }

    /// What one participant cannot do ends the market at once: the others would go on without it, unnoticed.
    private static func orStop(_ body: () async throws -> Void) async {
        do {
            try await body()
        } catch is CancellationError {
            return
        } catch {
            stop(error)
        }
    }

    private static func readFile(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw Setup.Invalid(reason: "cannot read \(path)") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        return bytes
    }

    func run() async throws {
        let meters = Readings.meters(options.meters)
        try await register(meters)
        let group = MultiThreadedEventLoopGroup.singleton
        let senders = setup.participants.filter { $0.behaviour == .sender }
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await drills.follow() }
            for participant in setup.participants {
                if let port = participant.port {
                    let webhook = Webhook(participant, drills: drills, counts: counts, group: group)
                    tasks.addTask { await Self.orStop { try await webhook.run(on: port) } }
                }
                switch participant.behaviour {
                case .puller:
                    let puller = Puller(participant: participant, drills: drills, api: api, counts: counts)
                    tasks.addTask { await puller.run() }
                case .sender where options.messagesPerSecond > 0:
                    let sender = Sender(
                        participant: participant, setup: setup, api: api, meters: meters, counts: counts,
                        messagesPerSecond: options.messagesPerSecond / Double(senders.count),
                        connections: options.connections, run: Timestamp.now.milliseconds)
                    tasks.addTask { await sender.run() }
                default: break
                }
            }
            tasks.addTask { await Self.orStop { try await options.isJSON ? report() : show() } }
            await tasks.waitForAll()
        }
    }

    // MARK: Registration

    private func register(_ meters: [MeterPoint]) async throws {
        for participant in setup.participants {
            var body: JSONObject = ["name": .string(participant.name), "keyID": .string(participant.keyID)]
            if let port = participant.port { body["webhook"] = .string("http://127.0.0.1:\(port)/messages") }
            try await operate(.PUT, "/operator/participants/\(participant.id)", .object(body))
        }
        guard let last = meters.last else { return }
        let known = try await api.call(.GET, "/operator/meters/\(last.digits)", key: setup.operatorKey)
        if known.status == 200 { return }
        let suppliers = setup.all("SUP")
        for start in stride(from: 0, to: meters.count, by: 500) {
            let slice = meters[start..<min(start + 500, meters.count)]
            let entries = slice.enumerated().map { offset, meter -> JSON in
                let index = start + offset
                let supplier = suppliers[index % suppliers.count]
                let successor = suppliers[(index + 1) % suppliers.count]
                var appointments: [JSON] = [
                    ["participant": .string(supplier.id), "role": "SUP", "from": "2020-01-01"]
                ]
                // Some change their supplier between a late reading and one in time.
                if index % 25 == 0 {
                    let change = Timestamp(milliseconds: Timestamp.now.milliseconds - 5 * 86_400_000).day
                    appointments = [
                        [
                            "participant": .string(supplier.id), "role": "SUP", "from": "2020-01-01",
                            "until": .string(change),
                        ],
                        ["participant": .string(successor.id), "role": "SUP", "from": .string(change)],
                    ]
                }
                for agent in setup.all("DA") {
                    appointments.append([
                        "participant": .string(agent.id), "role": "DA", "from": "2020-01-01",
                    ])
                }
                return ["MPANCore": .string(meter.digits), "appointments": .array(appointments)]
            }
            try await operate(.POST, "/operator/meters", ["meters": .array(entries)])
        }
    }

    private func operate(_ method: HTTPMethod, _ path: String, _ body: JSON) async throws {
        let answer = try await api.call(method, path, key: setup.operatorKey, body: body.utf8)
        guard answer.status < 300 else {
            throw Setup.Invalid(reason: "\(method) \(path): \(answer.status) \(answer.body.text)")
        }
    }

    // MARK: What became of it

    /// One JSON object at the end: what was seen here meanwhile, and what the broker said before and after.
    /// A line says when the time that is reported begins.
    private func report() async throws {
        try await Task.sleep(for: .seconds(options.warmingSeconds))
        if options.warmingSeconds > 0 {
            print("warm")
            fflush(nil)
            counts.reset()
        }
        let start = ContinuousClock.now
        let before = try await reconciliation()
        try await Task.sleep(for: .seconds(options.seconds ?? 0))
        let values = counts.now
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let after = try await reconciliation()
        print(Report(values: values, seconds: seconds, before: before, after: after).json.text)
        fflush(nil)
        // Listening sockets and connections end with the process.
        exit(0)
    }

    private func reconciliation() async throws -> JSON {
        let answer = try await api.call(.GET, "/operator/reconciliation", key: setup.operatorKey)
        guard answer.status == 200 else {
            throw Setup.Invalid(reason: "the broker answered \(answer.status): \(answer.body.text)")
        }
        return answer.body
    }

    private func show() async throws {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let end = options.seconds.map { ContinuousClock.now + .seconds($0) }
        var table = Table(setup, drills)
        while true {
            do {
                let answer = try await api.call(.GET, "/operator/reconciliation", key: setup.operatorKey)
                if answer.status == 200 {
                    print(table.text(answer.body, counts, isTerminal: isTerminal))
                } else {
                    print("the broker answered \(answer.status): \(answer.body.text)")
                }
            } catch is CancellationError {
                return
            } catch {
                print("the broker does not answer: \(error)")
            }
            fflush(nil)
            // Listening sockets and connections end with the process.
            if let end, ContinuousClock.now >= end { exit(0) }
            try await Task.sleep(for: isTerminal ? .seconds(1) : .seconds(5))
        }
    }
}

internal import Kernel
internal import Store
internal import Wire

/// What a bus wants to have logged; a bus that logs nothing has none.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-logs.html>
struct BusLog: Sendable {
    enum Level: Int, Sendable, Comparable {
        case error
        case info
        case trace

        static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }

        /// As settings and records spell it.
        var name: String {
            switch self {
            case .error: "ERROR"
            case .info: "INFO"
            case .trace: "TRACE"
            }
        }

        init?(_ name: String) {
            guard let found = [Level.error, .info, .trace].first(where: { $0.name == name }) else {
                return nil
            }
            self = found
        }
    }

    /// Bytes of a record; what makes it longer is left out of it.
    static let recordBytesMax = 1_000_000
    /// What a service sends records of its resources to.
    private static let sources = "delivery-source:*"
    /// Who writes logs into buckets.
    private static let writer = "delivery.logs.amazonaws.com"

    let bus: ARN
    let name: String
    let level: Level
    /// Whether records tell events and what targets get of them.
    let isDetailed: Bool

    init?(_ bus: StoredBus) {
        guard let level = bus.logLevel.flatMap({ Level($0) }), let arn = ARN(bus.arn) else { return nil }
        self.bus = arn
        name = bus.name
        self.level = level
        isDetailed = bus.logDetail == "FULL"
    }

    /// Sends records to the delivery sources of the bus.
    func send(
        _ lines: [String], of flow: Flow?, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        guard !lines.isEmpty else { return }
        var target = bus
        target.service = "logs"
        target.resource = Self.sources
        var delivery = Delivery(
            id: call.makeID(), target: target.description, action: "logs:DeliverVendedLogs",
            payload: Array(lines.joined(separator: "\n").utf8), source: bus.description, trace: call.trace)
        delivery.flow = flow
        try call.send(delivery, in: tx)
    }

    /// Whether an event tells of a log that was written, so that logging it would never end.
    static func isCause(of event: Event) -> Bool {
        do {
            let json = try JSON(parsing: event.bytes)
            return json["source"]?.string == "aws.s3" && json["detail"]?["requester"]?.string == writer
        } catch {
            // No event is taken in that is not JSON, and what cannot be read tells of no log.
            return false
        }
    }
}

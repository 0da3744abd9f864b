internal import Kernel
internal import Store
internal import Wire

/// The server's own endpoints: health, clock and metrics, below `/_apus` (and the health path that container
/// tooling polls).
struct Control: Sendable {
    let kernel: Kernel
    private let authenticate: Authenticate

    init(kernel: Kernel) {
        self.kernel = kernel
        authenticate = Authenticate(kernel: kernel)
    }

    private static let whyPrefix = "/_apus/why/"

    static func owns(_ head: HTTPRequestHead) -> Bool {
        head.pathBytes.starts(with: "/_apus/".utf8) || head.pathBytes.starts(with: "/_localstack/health".utf8)
    }

    func answer(_ request: HTTPRequest) async -> HTTPResponse {
        do {
            switch (request.method, request.path) {
            case ("GET", "/_apus/health"), ("GET", "/_localstack/health"), ("HEAD", "/_localstack/health"):
                return health
            case ("GET", "/_apus/clock"): return Framing.json(clock)
            case ("POST", "/_apus/clock"):
                return try await moveClock(try await request.body.collect(upTo: 4096))
            case ("GET", "/_apus/metrics"):
                return HTTPResponse(
                    status: 200, headers: ["Content-Type": "text/plain; version=0.0.4"],
                    body: .bytes(Array(kernel.metricsText.utf8)))
            case ("GET", let path) where path.hasPrefix(Self.whyPrefix):
                return try await why(request)
            default:
                throw CommonFailure(
                    "NotFound", status: 404, "\(request.method) \(request.path) is not known.")
            }
        } catch let failure as any Failure {
            return Framing.plain(failure, requestID: "")
        } catch {
            return Framing.plain(CommonFailure("InvalidRequest", "\(error)"), requestID: "")
        }
    }

    /// The path of an event or a message; who asks must be known and permitted where that is enforced.
    private func why(_ request: HTTPRequest) async throws -> HTTPResponse {
        let head = RequestHead(request, kernel: kernel)
        let identity = try await authenticate.identify(head, .server, body: [])
        let call = Kernel.Call(
            kernel: kernel, scope: identity.scope, principal: identity.principal, operation: "Why",
            origin: head)
        let name = PercentCoding.decodePath(head.rawPath.dropFirst(Self.whyPrefix.count))
        return Framing.json(try await kernel.why(name, call), requestID: head.requestID)
    }

    private var health: HTTPResponse {
        var services = JSONObject()
        let isHealthy = kernel.store.failure == nil
        for service in kernel.services { services[service.model.name] = isHealthy ? "running" : "error" }
        let body: JSON = [
            "status": isHealthy ? "ok" : "failed", "services": .object(services), "edition": "apus",
            "version": .string(ApusVersion.current),
        ]
        return Framing.json(body, status: isHealthy ? 200 : 503)
    }

    private var clock: JSON {
        let now = kernel.time.now
        return [
            "now": .string(now.timestamp.text(.iso8601, alwaysMilliseconds: true)),
            "mode": kernel.time.mode == .system ? "system" : "virtual",
        ]
    }

    private func moveClock(_ body: [UInt8]) async throws -> HTTPResponse {
        guard kernel.time.mode != .system else {
            throw CommonFailure(
                "InvalidRequest", status: 409, "Start with --clock virtual to move the clock.")
        }
        guard case .object(let members)? = try? JSON(parsing: body), members.count == 1,
            let target = Self.target(members, now: kernel.time.now)
        else {
            throw CommonFailure(
                "InvalidRequest",
                #"Send {"advance": "PT30S"} with an ISO 8601 duration, or {"set": "2027-03-27T12:00:00Z"}."#)
        }
        guard await kernel.time.advance(to: target) else {
            throw CommonFailure("InvalidRequest", "The clock does not go back.")
        }
        return Framing.json(clock)
    }

    private static func target(_ members: JSONObject, now: Instant) -> Instant? {
        if let text = members["advance"]?.string {
            return ISODuration.milliseconds(text).map { now + .milliseconds($0) }
        }
        return members["set"]?.string.flatMap { Timestamp(parsing: $0, .iso8601) }.map { Instant($0) }
    }
}

/// Durations as ISO 8601 writes them, from weeks to fractions of a second: `P1DT2H`, `PT0.5S`.
enum ISODuration {
    static func milliseconds(_ text: String) -> Int64? {
        guard text.first == "P", text.count > 2 else { return nil }
        var total = 0.0
        var number = ""
        var isTime = false
        for character in text.dropFirst() {
            switch character {
            case "0"..."9", ".": number.append(character)
            case "T" where !isTime && number.isEmpty: isTime = true
            default:
                guard let value = Double(number), let unit = unit(character, isTime) else { return nil }
                total += value * unit
                number = ""
            }
        }
        return number.isEmpty && total.isFinite && total < 1e15 ? Int64(total) : nil
    }

    private static func unit(_ letter: Character, _ isTime: Bool) -> Double? {
        switch (letter, isTime) {
        case ("W", false): 604_800_000
        case ("D", false): 86_400_000
        case ("H", true): 3_600_000
        case ("M", true): 60_000
        case ("S", true): 1000
        default: nil
        }
    }
}

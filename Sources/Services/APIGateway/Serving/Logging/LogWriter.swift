internal import Kernel
internal import Logging
internal import Synchronization
internal import Wire

/// Carries lines to CloudWatch Logs: kept in memory and written once a second, in the name of the account's
/// role. A crash forgets the last second's lines; requests do not wait for them.
final class LogWriter: Sendable {
    static let interval: Duration = .seconds(1)
    /// Lines that wait at most; what comes then is counted and dropped.
    static let linesMax = 20_000
    /// Lines of one call.
    static let batchMax = 1000

    /// Where lines go.
    struct Place: Hashable, Sendable {
        let account: String
        let region: String
        let group: String
        let stream: String
        let role: String
        /// Whether the group is the gateway's own, which it makes itself.
        let isOwn: Bool
    }

    private struct Line: Sendable {
        let time: Int64
        let text: String
    }

    private struct State {
        var lines: [Place: [Line]] = [:]
        var count = 0
        var dropped = 0
    }

    private let kernel: Kernel
    private let state = Mutex(State())
    private let signal: Signal

    init(kernel: Kernel) {
        self.kernel = kernel
        signal = Signal(activity: kernel.time.activity)
    }

    func add(_ text: String, to place: Place, at now: Instant) {
        let isFirst = state.withLock { state in
            guard state.count < Self.linesMax else {
                state.dropped += 1
                return false
            }
            state.lines[place, default: []].append(Line(time: now.milliseconds, text: text))
            state.count += 1
            return state.count == 1
        }
        if isFirst { signal.fire() }
    }

    func run() async {
        while !Task.isCancelled {
            await signal.wait()
            await kernel.time.sleep(until: kernel.time.now + Self.interval)
            await flush()
        }
    }

    /// Writes what waits.
    func flush() async {
        let (lines, dropped) = state.withLock { state in
            defer { state = State() }
            return (state.lines, state.dropped)
        }
        if dropped > 0 { kernel.log.warning("apigateway: \(dropped) lines of logs were dropped") }
        for (place, lines) in lines {
            do {
                try await write(lines.sorted { $0.time < $1.time }, to: place)
            } catch {
                kernel.log.warning(
                    "apigateway: \(lines.count) lines for \(place.group) were not written: \(error)")
            }
        }
    }

    private func write(_ lines: [Line], to place: Place) async throws {
        let role = try await RoleSession.principal(place.role, kernel)
        let call = Kernel.Call(
            kernel: kernel,
            scope: try await kernel.scopes.scope(account: place.account, region: place.region),
            principal: role, operation: "apigateway.log")
        var rest = lines[...]
        while !rest.isEmpty {
            let batch = rest.prefix(Self.batchMax)
            rest = rest.dropFirst(Self.batchMax)
            let events = batch.map { line in
                ["timestamp": .number(String(line.time)), "message": .string(line.text)] as JSON
            }
            let input: JSON = [
                "logGroupName": .string(place.group), "logStreamName": .string(place.stream),
                "logEvents": .array(events),
            ]
            do {
                _ = try await call.invoke("logs:PutLogEvents", input)
            } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
                try await make(place, call)
                _ = try await call.invoke("logs:PutLogEvents", input)
            }
        }
    }

    /// The stream, and the group where it is the gateway's own.
    private func make(_ place: Place, _ call: Kernel.Call) async throws {
        if place.isOwn {
            do {
                _ = try await call.invoke("logs:CreateLogGroup", ["logGroupName": .string(place.group)])
            } catch let failure as any Failure where failure.code == "ResourceAlreadyExistsException" {}
        }
        do {
            _ = try await call.invoke(
                "logs:CreateLogStream",
                ["logGroupName": .string(place.group), "logStreamName": .string(place.stream)])
        } catch let failure as any Failure where failure.code == "ResourceAlreadyExistsException" {}
    }
}

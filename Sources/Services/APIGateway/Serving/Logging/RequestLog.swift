internal import APIGatewayInterface
internal import Kernel
internal import Wire

/// What a stage writes about a request that was answered.
struct RequestLog: Sendable {
    let exchange: Exchange
    let refusal: Refusal?
    let parts: ResponseParts
    let took: Duration

    func write(to writer: LogWriter, at now: Instant) {
        let stage = exchange.stage
        guard let role = stage.loggingRole else { return }
        if let (group, format) = stage.accessLog {
            writer.add(format.line(context), to: place(group, role, isOwn: false), at: now)
        }
        let level = exchange.endpoint.map { stage.settings(of: $0).loggingLevel ?? "OFF" } ?? "OFF"
        let isWanted = level == "INFO" || (level == "ERROR" && parts.status >= 400)
        guard isWanted else { return }
        let group = "API-Gateway-Execution-Logs_\(exchange.target.api)/\(exchange.target.stage)"
        let place = place(group, role, isOwn: true)
        for line in steps(level) {
            writer.add("(\(exchange.request.requestID)) \(line)", to: place, at: now)
        }
    }

    private func place(_ group: String, _ role: String, isOwn: Bool) -> LogWriter.Place {
        let scope = exchange.stage.scope
        let stream = Digest.hex(Digest.md5("\(exchange.target.api)/\(exchange.target.stage)".utf8))
        return LogWriter.Place(
            account: scope.account, region: scope.region, group: group, stream: stream, role: role,
            isOwn: isOwn)
    }

    /// What happened, step by step.
    private func steps(_ level: String) -> [String] {
        var lines: [String] = []
        if level == "INFO" {
            lines.append("Extended Request Id: \(exchange.request.requestID)")
            lines.append(
                "HTTP Method: \(exchange.request.method), Resource Path: \(exchange.endpoint?.resource.path ?? "")"
            )
            if let status = exchange.integrationStatus { lines.append("Endpoint response status: \(status)") }
        }
        if let errors = refusal?.validation {
            let type = MediaType.bare(exchange.request.header("content-type"))
            lines.append("Request body does not match model schema for content type \(type): \(errors)")
        }
        if let refusal {
            var reason = refusal.message
            if case .misconfigured(let text) = refusal { reason = text }
            lines.append("Execution failed: \(refusal.type ?? ""): \(reason)")
        }
        lines.append("Method completed with status: \(parts.status)")
        return lines
    }

    private static func milliseconds(_ duration: Duration) -> JSON {
        let (seconds, attoseconds) = duration.components
        return .number(String(seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    }

    /// The context with what is known when all is over.
    private var context: JSON {
        var context = exchange.context
        context["status"] = .string(String(parts.status))
        context["responseLength"] = .string(String(parts.body.count))
        context["responseLatency"] = Self.milliseconds(took)
        if let latency = exchange.integrationLatency {
            context["integrationLatency"] = Self.milliseconds(latency)
        }
        if let status = exchange.integrationStatus {
            context["integrationStatus"] = .string(String(status))
            context["integration"] = [
                "status": .string(String(status)),
                "latency": exchange.integrationLatency.map(Self.milliseconds) ?? .null,
            ]
        }
        if let refusal, let kind = refusal.type {
            context["error"] = .object(GatewayAnswer(refusal: refusal, exchange: exchange).error(kind))
        }
        return .object(context)
    }
}

internal import Wire

/// The ways out of the process, handed in so that tests can stand in for them.
public struct Outside: Sendable {
    public let http: any HTTPPort
    public let processes: any ProcessPort
    public let listeners: any ListenerPort
    public let directories: any DirectoryPort
    /// Nil where no relay is set: mail then stays in the server.
    public let mail: (any MailPort)?

    public init(
        http: any HTTPPort, processes: any ProcessPort, listeners: any ListenerPort = NoListeners(),
        directories: any DirectoryPort = NoDirectories(), mail: (any MailPort)? = nil
    ) {
        self.http = http
        self.processes = processes
        self.listeners = listeners
        self.directories = directories
        self.mail = mail
    }
}

/// Sends HTTP requests to endpoints outside.
public protocol HTTPPort: Sendable {
    /// Answers whatever status the endpoint gave; throws `DeliveryFailure` when there was no answer.
    func send(_ request: OutboundRequest) async throws -> OutboundResponse
}

public struct OutboundRequest: Sendable {
    public var method: String
    public var url: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// From connecting to the last byte of the answer.
    public var timeout: Duration
    /// Bytes of the answer's body that are kept; a longer one fails.
    public var answerSizeMax: Int

    public init(
        method: String, url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        timeout: Duration = .seconds(15), answerSizeMax: Int = 1 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.answerSizeMax = answerSizeMax
    }
}

public struct OutboundResponse: Sendable {
    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

extension Outside {
    /// How long an endpoint may ask to be left alone.
    static let retryAfterSecondsMax = 86_400

    /// Takes a delivery to the endpoint that its target names; answers what that does.
    @discardableResult
    func carry(_ delivery: Delivery) async throws -> OutboundResponse {
        if delivery.target.hasPrefix("mailto:") {
            guard let mail else {
                throw DeliveryFailure.transient(code: "NO_RELAY", message: "No relay for mail is set.")
            }
            try await mail.send(delivery.payload, to: String(delivery.target.dropFirst("mailto:".count)))
            return OutboundResponse(status: 250)
        }
        var headers: [(name: String, value: String)] = []
        for member in delivery.parameters["Headers"]?.object?.members ?? [] {
            if let value = member.value.string { headers.append((member.name, value)) }
        }
        let response = try await http.send(
            OutboundRequest(
                method: delivery.parameters["Method"]?.string ?? "POST", url: delivery.target,
                headers: headers, body: delivery.payload,
                timeout: .milliseconds(delivery.parameters["TimeoutMilliseconds"]?.integer ?? 15_000)))
        guard !(200..<300).contains(response.status) else { return response }
        let message = "The endpoint answered \(response.status)."
        let retried = (delivery.parameters["RetriedStatuses"]?.array ?? []).compactMap(\.integer)
        let isRetryable =
            response.status >= 500 || response.status == 429 || response.status == 408
            || retried.contains(response.status)
        let wait = response.headers.first { $0.name.lowercased() == "retry-after" }.flatMap { Int($0.value) }
        throw DeliveryFailure(
            isRetryable: isRetryable, code: "HTTP_\(response.status)", message: message,
            retryAfter: wait.map { .seconds(max(0, min($0, Self.retryAfterSecondsMax))) }, answer: response)
    }
}

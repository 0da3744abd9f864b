internal import Signing
public import Wire

/// Carries the calls of generated clients to AWS or to Apus: signed, over pooled connections, with retries.
///
/// ```swift
/// let aws = AWSTransport(try .environment())
/// let queues = SQSClient(aws)
/// _ = try await queues.sendMessage(SendMessageInput(queueUrl: url, messageBody: "…"), .standard)
/// ```
public struct AWSTransport: Transport {
    public typealias Options = CallOptions

    /// Streams of at most this many bytes are sent from memory.
    static let gatheredSizeMax = 1 << 20

    public let configuration: AWSConfiguration
    /// The connections, which may serve other requests too.
    public let http: HTTPSession
    private let retries = RetryPolicy()
    private let keys = SigningKeyCache(capacity: 32)

    public init(_ configuration: AWSConfiguration, http: HTTPSession = HTTPSession()) {
        self.configuration = configuration
        self.http = http
    }

    public func send<I: Shape, O: Shape>(
        _ input: I, to operation: OperationModel, of service: ServiceModel, _ options: CallOptions
    ) async throws -> O {
        guard let spoken = service.protocols.first else { throw NotImplemented(operation.name) }
        var outgoing = spoken.encodeRequest(input, for: operation, of: service)
        try await Self.gather(&outgoing.parts)
        // A stream can be sent once only.
        let attempts = outgoing.parts.stream == nil ? max(1, options.attempts) : 1
        for attempt in 1..<attempts {
            do {
                return try await once(outgoing, operation, service, spoken, options)
            } catch let failure as any Failure where retries.mayRetry(failure) {
                guard retries.takeTokens() else { throw failure }
            } catch let error as TransportError {
                guard retries.takeTokens() else { throw error }
            }
            try await Task.sleep(for: retries.wait(before: attempt))
        }
        return try await once(outgoing, operation, service, spoken, options)
    }

    /// Takes a short stream into memory, so that it can be signed, and sent again.
    private static func gather(_ parts: inout RequestParts) async throws {
        guard let stream = parts.stream, let length = stream.length, length <= gatheredSizeMax else { return }
        var body: [UInt8] = []
        body.reserveCapacity(length)
        while let piece = try await stream.next() { body += piece }
        parts.body = body
        parts.stream = nil
    }

    private func once<O: Shape>(
        _ outgoing: OutgoingRequest, _ operation: OperationModel, _ service: ServiceModel,
        _ spoken: WireProtocol,
        _ options: CallOptions
    ) async throws -> O {
        var request = try signed(outgoing, for: service)
        request.timeout = options.timeout
        request.streamsAnswer = operation.streamsOutput && options.gatheredBytesMax == nil
        if operation.streamsOutput, let most = options.gatheredBytesMax { request.answerSizeMax = most }
        let answer = try await http.send(request)
        guard answer.status < 300 else { throw spoken.decodeFailure(from: answer, of: service) }
        do throws(WireError) {
            let output = try spoken.decodeResponse(O.self, from: answer, for: operation)
            retries.giveBack()
            return output
        } catch {
            throw TransportError(
                kind: .unreadable, reason: "\(operation.name) was answered unreadably: \(error)")
        }
    }

    /// The request with its endpoint and signature.
    func signed(_ outgoing: OutgoingRequest, for service: ServiceModel) throws -> HTTPSession.Request {
        let endpoint = configuration.endpoint(of: service)
        var signing = SigningRequest(
            method: outgoing.method, path: outgoing.path, query: outgoing.parts.query,
            headers: outgoing.parts.headers + [(name: "host", value: Self.host(of: endpoint))],
            payloadHash: outgoing.parts.stream == nil
                ? SHA256Hex.of(outgoing.parts.body) : "UNSIGNED-PAYLOAD")
        try signer(for: service).sign(&signing, now: SystemTime.milliseconds)
        let query = signing.query.isEmpty ? "" : "?\(signing.query)"
        return HTTPSession.Request(
            method: outgoing.method, url: "\(endpoint)\(outgoing.path)\(query)",
            headers: signing.headers.filter { $0.name != "host" }, body: outgoing.parts.body,
            stream: outgoing.parts.stream)
    }

    /// A URL that lets its holder make one request until it expires: for uploads and downloads past
    /// a gateway.
    public func presignedURL(
        _ input: some Shape, to operation: OperationModel, of service: ServiceModel, expires: Duration
    ) throws -> String {
        guard let spoken = service.protocols.first else { throw NotImplemented(operation.name) }
        let outgoing = spoken.encodeRequest(input, for: operation, of: service)
        let endpoint = configuration.endpoint(of: service)
        var signing = SigningRequest(
            method: outgoing.method, path: outgoing.path, query: outgoing.parts.query,
            headers: [(name: "host", value: Self.host(of: endpoint))])
        let seconds = expires.components.seconds
        try signer(for: service).presign(&signing, now: SystemTime.milliseconds, expires: seconds)
        return "\(endpoint)\(outgoing.path)?\(signing.query)"
    }

    private func signer(for service: ServiceModel) -> Signer {
        let key = configuration.credentials
        return Signer(
            credentials: SigningCredentials(
                accessKeyID: key.accessKeyID, secretAccessKey: key.secretAccessKey,
                sessionToken: key.sessionToken),
            region: configuration.region, service: service.signingName, keys: keys)
    }

    static func host(of endpoint: String) -> String {
        let rest = endpoint.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        return rest.count > 2 ? String(rest[2].prefix { $0 != "/" }) : endpoint
    }
}

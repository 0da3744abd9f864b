internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization
public import Wire

/// Pooled HTTP connections to any endpoint, for service calls and for webhooks.
public final class HTTPSession: Sendable {
    /// One request; the body is in memory or streams.
    public struct Request: Sendable {
        public var method: String
        public var url: String
        public var headers: [(name: String, value: String)]
        public var body: [UInt8]
        /// Sent instead of `body` where it is set.
        public var stream: BodyStream?
        /// How long until the head of the answer, and its body unless that streams, must have arrived.
        public var timeout: Duration
        /// Whether the body of a successful answer is handed over as a stream.
        public var streamsAnswer = false
        /// The largest answer read into memory; a larger one fails the request.
        public var answerSizeMax = 64 << 20

        public init(
            method: String, url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
            stream: BodyStream? = nil, timeout: Duration = .seconds(60)
        ) {
            self.method = method
            self.url = url
            self.headers = headers
            self.body = body
            self.stream = stream
            self.timeout = timeout
        }
    }

    private let connectionsPerHost: Int
    /// The thread that all connections share; nil when they are spread over as many as there are cores.
    private let thread: OneThread?
    private let plain: PlainConnections?
    /// Made with the first request: a function that makes none does not wait for it.
    private let known = Mutex<HTTPClient?>(nil)

    /// - Parameter connectionsPerHost: how many connections to one host may be open at once; further requests
    ///   wait for one.
    /// - Parameter usesOneThread: whether all connections live on one thread; see ``run(_:)``.
    public init(connectionsPerHost: Int = 64, usesOneThread: Bool = false) {
        self.connectionsPerHost = connectionsPerHost
        thread = usesOneThread ? OneThread() : nil
        plain = thread.map {
            PlainConnections(eventLoop: $0.eventLoop, connectionsPerHost: connectionsPerHost)
        }
    }

    /// Runs `body` and the tasks that it starts on the thread of the connections, if they have but one.
    ///
    /// A program that does one thing at a time, such as a function, saves half of a request's cost: the
    /// change of threads to its connection and back.
    public func run<Result: Sendable>(
        _ body: @Sendable () async throws -> Result
    ) async rethrows -> Result {
        guard let thread else { return try await body() }
        return try await withTaskExecutorPreference(thread) { try await body() }
    }

    private var client: HTTPClient {
        known.withLock { known in
            if let known { return known }
            var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
            configuration.timeout.connect = .seconds(3)
            configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionsPerHost
            let group: any EventLoopGroup = thread?.group ?? HTTPClient.defaultEventLoopGroup
            let made = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
            known = made
            return made
        }
    }

    /// Connections are closed with the last reference to the session.
    deinit {
        guard let client = known.withLock({ $0 }) else { return }
        Task {
            // Nobody is left who could be told.
            do { try await client.shutdown() } catch {}
        }
    }

    /// Sends a request; any status is an answer. Throws ``TransportError`` when none came.
    public func send(_ request: Request) async throws(TransportError) -> ResponseParts {
        if let plain, request.stream == nil, !request.streamsAnswer, request.method != "HEAD",
            let target = PlainTarget(request.url)
        {
            return try await plain.send(request, to: target)
        }
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = HTTPMethod(rawValue: request.method)
        for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
        if let stream = request.stream {
            let pieces = BodyPieces(stream: stream)
            outgoing.body = .stream(pieces, length: stream.length.map { .known(Int64($0)) } ?? .unknown)
        } else if !request.body.isEmpty || request.method == "POST" || request.method == "PUT" {
            outgoing.body = .bytes(request.body)
        }
        let nanoseconds = Int64(request.timeout / .nanoseconds(1))
        do {
            let answer = try await client.execute(outgoing, deadline: .now() + .nanoseconds(nanoseconds))
            var parts = ResponseParts(
                status: Int(answer.status.code),
                headers: answer.headers.map { (name: $0.name, value: $0.value) })
            if request.streamsAnswer, parts.status < 300 {
                let length = answer.headers.first(name: "content-length").flatMap { Int($0) }
                parts.stream = AnswerPieces(answer.body).stream(length: length)
            } else {
                parts.body = Array(buffer: try await answer.body.collect(upTo: request.answerSizeMax))
            }
            return parts
        } catch let error as HTTPClientError where error == .deadlineExceeded || error == .connectTimeout {
            throw TransportError(kind: .timeout, reason: "no answer from \(request.url) in time")
        } catch is NIOTooManyBytesError {
            throw TransportError(
                kind: .unreadable,
                reason: "\(request.url): the answer is larger than \(request.answerSizeMax) bytes")
        } catch {
            throw TransportError(kind: .connection, reason: "\(request.url): \(error)")
        }
    }
}

/// No answer came.
public struct TransportError: Error, CustomStringConvertible, Equatable {
    public enum Kind: Sendable { case connection, timeout, unreadable }

    public let kind: Kind
    public let reason: String

    public var description: String { reason }
}

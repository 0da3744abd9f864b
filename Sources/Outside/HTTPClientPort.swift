internal import AsyncHTTPClient
public import Kernel
internal import NIOCore
internal import NIOHTTP1

/// Sends HTTP requests to endpoints outside, over pooled connections.
public final class HTTPClientPort: HTTPPort {
    private let client: HTTPClient

    /// Redirects are not followed: a webhook that moved is its owner's to correct, as AWS holds it.
    public init() {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(5)
        // As many as leave at once: the courier keeps endpoints apart, and those of one host must not wait
        // for each other here.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 512
        client = HTTPClient(configuration: configuration)
    }

    /// Closes every connection; call once, at the end.
    public func stop() async throws {
        try await client.shutdown()
    }

    public func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = HTTPMethod(rawValue: request.method)
        for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
        if !request.body.isEmpty { outgoing.body = .bytes(request.body) }
        do {
            let deadline = NIODeadline.now() + .nanoseconds(request.timeout.milliseconds * 1_000_000)
            let answer = try await client.execute(outgoing, deadline: deadline)
            let body = try await answer.body.collect(upTo: request.answerSizeMax)
            return OutboundResponse(
                status: Int(answer.status.code),
                headers: answer.headers.map { (name: $0.name, value: $0.value) },
                body: Array(buffer: body))
        } catch let error as HTTPClientError where error == .deadlineExceeded {
            throw DeliveryFailure.transient(code: "TIMEOUT", message: "The endpoint did not answer in time.")
        } catch {
            throw DeliveryFailure.transient(code: "CONNECTION_FAILURE", message: "\(error)")
        }
    }
}

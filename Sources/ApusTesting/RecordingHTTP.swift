public import Kernel
internal import Synchronization

/// Stands in for the outside: keeps every request and answers what a test tells it to.
public final class RecordingHTTP: HTTPPort {
    private struct State {
        var requests: [OutboundRequest] = []
        var answer: @Sendable (OutboundRequest) async throws -> OutboundResponse = { _ in
            OutboundResponse(status: 200)
        }
    }

    private let state = Mutex(State())

    public init() {}

    /// What was sent so far, in order.
    public var requests: [OutboundRequest] { state.withLock { $0.requests } }

    /// From now on requests are answered so.
    public func answer(_ answer: @escaping @Sendable (OutboundRequest) async throws -> OutboundResponse) {
        state.withLock { $0.answer = answer }
    }

    public func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        let answer = state.withLock { state in
            state.requests.append(request)
            return state.answer
        }
        return try await answer(request)
    }
}

/// Runs the producer of one response body; the connection that sends the body owns and cancels it.
struct ProducerTask: Sendable {
    private let task: Task<Void, Never>

    init(
        _ produce: @escaping @Sendable (HTTPBodyWriter) async throws -> HTTPHeaders,
        into writer: HTTPBodyWriter
    ) {
        task = Task {
            do {
                let trailers = try await produce(writer)
                writer.finish(trailers: trailers)
            } catch {
                // The head is gone out: all that is left is to let the client see that the body is broken.
                writer.abort()
            }
        }
    }

    func cancel() {
        task.cancel()
    }
}

internal import Gateway
internal import Outside

/// What the programs that the server starts live on: their processes, and a server of their own, so that
/// their waiting requests hold nobody else's up, at the end least of all.
struct WorkerHost: Sendable {
    let processes: Processes
    let http = HTTPServer(loopCount: 1)

    func stop() async throws {
        processes.stop()
        try await http.stop(within: .zero)
    }
}

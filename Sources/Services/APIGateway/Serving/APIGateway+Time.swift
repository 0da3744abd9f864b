internal import Kernel

extension APIGateway {
    /// Runs the work, or gives it up after its time.
    func within<R: Sendable>(
        _ limit: Duration, _ work: @escaping @Sendable () async throws -> R
    ) async throws -> R {
        let time = kernel.time
        return try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                await time.sleep(until: time.now + limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else {
                throw Refusal.integrationTimedOut
            }
            return result
        }
    }
}

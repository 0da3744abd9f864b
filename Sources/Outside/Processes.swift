public import Kernel

/// Starts programs as children of the server.
public struct Processes: ProcessPort {
    public init() {}

    public func start(_ program: ProcessRequest) async throws -> any RunningProcess {
        throw NotAvailable()
    }

    struct NotAvailable: Error {}
}

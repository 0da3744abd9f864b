public import Kernel
internal import Wire

/// Starts programs as children of the server. No service of this version runs any, so it refuses.
public struct Processes: ProcessPort {
    public init() {}

    public func start(_ program: ProcessRequest) async throws -> any RunningProcess {
        throw NotImplemented("Starting \(program.executable)")
    }
}

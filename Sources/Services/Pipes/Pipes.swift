internal import EventSources
public import Kernel
internal import PipesInterface
internal import Store
internal import Wire

/// Pipes from a source of events through filter, enrichment and template to a target.
struct Pipes: Service, PipesInterface {
    typealias Call = Kernel.Call

    static let namespace = "pipes"
    static var migrations: [Migration] { Schema.migrations }

    let kernel: Kernel
    let pollers: Pollers

    init(kernel: Kernel) {
        self.kernel = kernel
        pollers = Pollers(kernel: kernel)
    }

    func start(in background: Background) async throws { try await startPipes() }
}

extension ServiceDescriptor {
    /// EventBridge Pipes.
    public static let pipes = ServiceDescriptor(Pipes.self)
}

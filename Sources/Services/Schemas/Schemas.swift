public import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

/// EventBridge's schema registry: schemas of events with their versions, found in traffic or given.
struct Schemas: Service, SchemasInterface {
    typealias Call = Kernel.Call

    static let namespace = "schemas"
    static var migrations: [Migration] { Schema.migrations }

    let kernel: Kernel
    /// What discovered events look like.
    let shapes: ShapeCache

    init(kernel: Kernel) {
        self.kernel = kernel
        shapes = ShapeCache()
    }

    /// Puts the registry of AWS's own events where requests look for it.
    func start(in background: Background) async throws {
        try await ProvidedSchemas.install(kernel)
    }
}

extension ServiceDescriptor {
    /// EventBridge's schema registry.
    public static let schemas = ServiceDescriptor(Schemas.self)
}

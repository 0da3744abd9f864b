internal import Synchronization

/// The shapes of discovered schemas in memory, so that an event that looks as others did costs no query of
/// them. What is not in it is looked for in the database.
final class ShapeCache: Sendable {
    /// Shapes kept; beyond that the cache starts anew.
    static let shapesMax = 1_000
    /// Members of all of them together, likewise.
    static let sizeMax = 100_000

    struct Key: Sendable, Hashable {
        let scope: Int64
        let schema: String
    }

    private struct Shapes {
        var byKey: [Key: (shape: DiscoveredShape, size: Int)] = [:]
        var size = 0
    }

    private let shapes = Mutex(Shapes())

    func shape(_ key: Key) -> DiscoveredShape? { shapes.withLock { $0.byKey[key]?.shape } }

    func keep(_ shape: DiscoveredShape, _ key: Key) {
        shapes.withLock { shapes in
            let size = shape.detail.size
            shapes.size -= shapes.byKey.removeValue(forKey: key)?.size ?? 0
            if shapes.byKey.count >= Self.shapesMax || shapes.size + size > Self.sizeMax { shapes = Shapes() }
            shapes.byKey[key] = (shape, size)
            shapes.size += size
        }
    }

    func forget(_ key: Key) {
        shapes.withLock { $0.size -= $0.byKey.removeValue(forKey: key)?.size ?? 0 }
    }
}

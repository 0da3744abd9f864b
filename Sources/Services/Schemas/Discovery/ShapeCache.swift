internal import Synchronization

/// The shapes of discovered schemas in memory, so that an event that looks as others did costs no query of
/// them. What is not in it is looked for in the database.
final class ShapeCache: Sendable {
    /// Shapes kept; beyond that the cache starts anew.
    static let shapesMax = 1_000

    struct Key: Sendable, Hashable {
        let scope: Int64
        let schema: String
    }

    private let shapes = Mutex<[Key: DiscoveredShape]>([:])

    func shape(_ key: Key) -> DiscoveredShape? { shapes.withLock { $0[key] } }

    func keep(_ shape: DiscoveredShape, _ key: Key) {
        shapes.withLock { shapes in
            if shapes.count >= Self.shapesMax { shapes = [:] }
            shapes[key] = shape
        }
    }

    func forget(_ key: Key) { shapes.withLock { shapes in _ = shapes.removeValue(forKey: key) } }
}

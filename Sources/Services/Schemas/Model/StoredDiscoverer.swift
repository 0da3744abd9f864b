internal import Kernel
internal import SchemasInterface

/// A discoverer as it is stored: it learns schemas from the events of a bus.
struct StoredDiscoverer: Sendable {
    static let started = "STARTED"
    static let stopped = "STOPPED"
    /// Discoverers of an account in a region.
    static let discoverersMax = 100

    let id: Int64
    /// The id by which requests name it, made of the name of its bus.
    let name: String
    let source: String
    var description: String?
    /// Whether events that other accounts sent to the bus are looked at as well.
    var takesOthers: Bool
    var state: String

    /// A bus has one discoverer, which is called after it.
    static func name(of bus: ARN) -> String {
        "events-" + String(bus.resource.map { $0 == "/" ? "-" : $0 })
    }

    static func arn(_ name: String, _ scope: Scope) -> ARN { scope.arn("schemas", "discoverer/\(name)") }
}

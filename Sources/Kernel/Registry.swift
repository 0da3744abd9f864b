internal import Synchronization
internal import Wire

/// The services of a server by name; filled once, at installation.
final class Registry: Sendable {
    private struct State {
        var services: [RegisteredService] = []
        var byName: [String: RegisteredService] = [:]
    }

    private let state = Mutex(State())

    func fill(_ services: [RegisteredService]) {
        state.withLock { state in
            state.services = services
            for service in services { state.byName[service.model.name] = service }
        }
    }

    var services: [RegisteredService] { state.withLock { $0.services } }

    func service(_ name: String) -> RegisteredService? { state.withLock { $0.byName[name] } }
}

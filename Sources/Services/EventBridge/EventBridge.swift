internal import EventBridgeInterface
public import Kernel
internal import Store
internal import Wire

/// Event buses whose rules send matching events to targets.
struct EventBridge: Service, EventBridgeInterface {
    typealias Call = Kernel.Call

    static let namespace = "events"
    static let shortOperations: Set<String> = ["PutEvents"]
    static var migrations: [Migration] { Schema.migrations }

    let kernel: Kernel
    /// Buses in use with their rules compiled.
    let buses: BusCache
    /// Fired when events wait for their way to targets.
    let fanOutSignal: Signal
    let authorizing: Authorizing
    let stateEvents: StateEvents

    init(kernel: Kernel) {
        self.kernel = kernel
        buses = BusCache()
        fanOutSignal = Signal(activity: kernel.time.activity)
        stateEvents = StateEvents(kernel: kernel, signal: fanOutSignal)
        authorizing = Authorizing(kernel: kernel, stateEvents: stateEvents)
    }

    func start(in background: Background) async throws {
        background.run { await FanOut(service: self).run() }
        background.run { await authorizing.run() }
    }
}

extension ServiceDescriptor {
    /// EventBridge.
    public static let eventBridge = ServiceDescriptor(EventBridge.self)
}

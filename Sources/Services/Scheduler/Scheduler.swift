public import Kernel
internal import SchedulerInterface
internal import Store
internal import Wire

/// Schedules that call a target once or again and again, in any time zone.
struct Scheduler: Service, SchedulerInterface {
    typealias Call = Kernel.Call

    static let namespace = "scheduler"
    static var migrations: [Migration] { Schema.migrations }

    let kernel: Kernel
    /// The time zones in use.
    let zones: Zones

    init(kernel: Kernel) {
        self.kernel = kernel
        zones = Zones()
    }
}

extension ServiceDescriptor {
    /// EventBridge Scheduler.
    public static let scheduler = ServiceDescriptor(Scheduler.self)
}

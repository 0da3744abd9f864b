internal import EventSources
public import Kernel
internal import LambdaInterface
internal import Logging
internal import Store
internal import Wire

/// Functions that run as processes of this machine.
struct Lambda: Service, LambdaInterface {
    typealias Call = Kernel.Call

    static let namespace = "lambda"
    static var migrations: [Migration] { Schema.migrations }
    static var blobOwners: [BlobOwner] { [Codes.blobOwner] }

    let kernel: Kernel
    let fleet: Fleet
    let shipper: LogShipper
    let launcher: Launcher
    /// Who waits for a version to become ready.
    let ready: Waiters<Int64>
    let queue: EventQueue
    let pollers: Pollers

    init(kernel: Kernel) {
        self.kernel = kernel
        fleet = Fleet(kernel: kernel)
        shipper = LogShipper(kernel: kernel)
        launcher = Launcher(
            kernel: kernel, fleet: fleet, shipper: shipper, credentials: RoleCredentials(kernel: kernel),
            programs: RuntimePrograms(kernel: kernel), spares: Spares(kernel: kernel),
            codeKey: kernel.entropy.bytes(32))
        ready = Waiters(time: kernel.time)
        queue = EventQueue(kernel: kernel)
        pollers = Pollers(kernel: kernel)
    }

    var routes: [Route] { [CodeRoute.route(launcher)] }

    func start(in background: Background) async throws {
        background.run { await shipper.run() }
        background.run { await queue.run(self) }
        background.run { await stopFleetAtTheEnd() }
        try await startMappings()
    }

    /// Waits for the server's end and ends the workers, before their duties are waited for.
    private func stopFleetAtTheEnd() async {
        let signal = Signal(activity: kernel.time.activity)
        while !Task.isCancelled { await signal.wait() }
        fleet.stop()
        launcher.spares.stop()
    }
}

extension ServiceDescriptor {
    /// Lambda: functions and event source mappings.
    public static let lambda = ServiceDescriptor(Lambda.self)
}

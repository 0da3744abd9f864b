internal import CloudFormationInterface
public import Kernel
internal import Store
internal import Wire

/// Stacks: resources of all services, made, changed and given up together as templates say.
struct CloudFormation: Service, CloudFormationInterface {
    typealias Call = Kernel.Call

    static let namespace = "cloudformation"
    static var migrations: [Migration] { Schema.migrations }

    /// Stack operations under way at once; beyond it new ones are throttled.
    static let operationsMax = 256
    /// How long a deleted stack can be asked for, as on AWS.
    static let retention: Duration = .seconds(90 * 86_400)

    let kernel: Kernel
    /// Who waits for a stack to change, by its row.
    let changes: Waiters<Int64>
    /// Who waits for an answer, by its token.
    let answers: Waiters<String>
    let runners = Runners()

    init(kernel: Kernel) {
        self.kernel = kernel
        changes = Waiters(time: kernel.time)
        answers = Waiters(time: kernel.time)
    }

    func start(in background: Background) async throws {
        var last: Int64 = 0
        while true {
            let after = last
            let ids = try await kernel.store.read { tx in
                try Stacks.busy(after: after, limit: Self.operationsMax, in: tx)
            }
            guard let end = ids.last else { return }
            for id in ids { run(id) }
            last = end
        }
    }

    /// Goes on with the operation of a stack in the background.
    func run(_ stack: Int64) {
        guard runners.begin(stack) else { return }
        kernel.duties.run { await Deployment(service: self, stack: stack).run() }
    }

    /// The resource types there are, those of this service among them.
    func types() -> ResourceTypes { ResourceTypes(self) }

    func fire(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {
        guard let id = Int64(timer.payload) else { return }
        try Purge.stack(id, in: tx)
    }
}

extension ServiceDescriptor {
    /// CloudFormation.
    public static let cloudFormation = ServiceDescriptor(CloudFormation.self)
}

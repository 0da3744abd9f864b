public import Kernel
internal import STSInterface
internal import Store
internal import Wire

/// Temporary credentials: for sessions of roles and of users.
struct STS: Service, STSInterface {
    typealias Call = Kernel.Call

    static let namespace = "sts"

    /// Acting as a role is the trust policy's to decide; who one is, and a session of one's own, everybody
    /// may ask for.
    static let decidingOperations: Set<String> = ["AssumeRole", "GetCallerIdentity", "GetSessionToken"]

    let kernel: Kernel

    init(kernel: Kernel) {
        self.kernel = kernel
    }

    func fire(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {
        try Session.removeExpired(timer: timer.key, call, in: tx)
    }
}

extension ServiceDescriptor {
    /// Security Token Service.
    public static let sts = ServiceDescriptor(STS.self)
}

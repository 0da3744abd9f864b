internal import IAMInterface
public import Kernel
internal import Store
internal import Wire

/// Roles: who may act as them, and what they may do.
struct IAM: Service, IAMInterface {
    typealias Call = Kernel.Call

    static let namespace = "iam"
    static var migrations: [Migration] { Schema.migrations }

    let kernel: Kernel

    init(kernel: Kernel) {
        self.kernel = kernel
        kernel.authoriser.use(RoleIdentities())
    }

    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        guard let name = resources.first(where: { $0.kind == "role" })?.value else { return [] }
        let path = resources.first { $0.kind == "path" }?.value ?? "/"
        return [StoredRole.arn(path: path, name: name, account: call.account, region: call.region)]
    }
}

extension ServiceDescriptor {
    /// Identity and Access Management.
    public static let iam = ServiceDescriptor(IAM.self)
}

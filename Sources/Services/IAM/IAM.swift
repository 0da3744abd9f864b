internal import IAMInterface
public import Kernel
internal import Store
internal import Wire

/// Users, groups, roles and policies: who there is, and what each may do.
struct IAM: Service, IAMInterface {
    typealias Call = Kernel.Call

    static let namespace = "iam"
    static var migrations: [Migration] { Schema.migrations }

    let kernel: Kernel
    let identities: StoredIdentities

    init(kernel: Kernel) {
        self.kernel = kernel
        identities = StoredIdentities(kernel: kernel)
        kernel.authoriser.use(identities)
    }

    /// Operations that mean their caller when they name no user.
    private static let ownOperations: Set<String> = [
        "GetUser", "CreateAccessKey", "DeleteAccessKey", "ListAccessKeys", "UpdateAccessKey",
    ]

    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        let path = resources.first { $0.kind == "path" }?.value ?? "/"
        let found = resources.compactMap { resource -> ARN? in
            switch resource.kind {
            case "user", "group", "role", "instance-profile":
                IAMName.arn(resource.kind, path, resource.value, call)
            case "policyName": IAMName.arn("policy", path, resource.value, call)
            case "policy", "arn": ARN(resource.value)
            default: nil
            }
        }
        guard found.isEmpty, Self.ownOperations.contains(action.name), case .user = call.principal.kind
        else { return found }
        return [call.principal.arn].compactMap { ARN($0) }
    }

    /// Adds the path of a user, group or role that is named without it.
    func completed(_ arn: ARN, in tx: borrowing Transaction) throws -> ARN {
        let parts = arn.resource.split(separator: "/").map(String.init)
        guard parts.count == 2 else { return arn }
        let path: String? =
            switch parts[0] {
            case "user": try Users.find(parts[1], arn.account, in: tx)?.path
            case "group": try Groups.find(parts[1], arn.account, in: tx)?.path
            case "role": try Roles.find(parts[1], arn.account, in: tx)?.path
            case "instance-profile": try InstanceProfiles.find(parts[1], arn.account, in: tx)?.path
            default: nil
            }
        guard let path else { return arn }
        var whole = arn
        whole.resource = "\(parts[0])\(path)\(parts[1])"
        return whole
    }
}

extension ServiceDescriptor {
    /// Identity and Access Management.
    public static let iam = ServiceDescriptor(IAM.self)
}

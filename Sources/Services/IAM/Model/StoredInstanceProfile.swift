internal import IAMInterface
internal import Kernel
internal import Store
internal import Wire

/// An instance profile as it is stored: a name under which one role may be handed on.
struct StoredInstanceProfile: Sendable {
    let name: String
    let path: String
    let id: String
    let role: String?
    let createdAt: Instant

    func arn(_ call: Kernel.Call) -> ARN { IAMName.arn("instance-profile", path, name, call) }

    /// The profile as the API spells it.
    func shape(
        tags: [String: String] = [:], _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> InstanceProfile {
        var roles: [Role] = []
        if let role { roles.append(try Roles.named(role, call.account, in: tx).shape(call)) }
        return InstanceProfile(
            path: path, instanceProfileName: name, instanceProfileId: id, arn: arn(call).description,
            createDate: createdAt.timestamp, roles: roles,
            tags: tags.isEmpty ? nil : StoredRole.tags(tags))
    }
}

extension StoredInstanceProfile: RowDecodable {
    static let columns: StaticString = "name, path, id, role, created_at"

    init(row: borrowing Row) throws(StoreError) {
        name = try row[0]
        path = try row[1]
        id = try row[2]
        role = try row[3]
        createdAt = try row[4]
    }
}

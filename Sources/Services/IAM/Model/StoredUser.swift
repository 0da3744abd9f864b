internal import IAMInterface
internal import Kernel
internal import Store
internal import Wire

/// A user as it is stored.
struct StoredUser: Sendable {
    let name: String
    let path: String
    let id: String
    let createdAt: Instant

    func arn(_ call: Kernel.Call) -> ARN { IAMName.arn("user", path, name, call) }

    /// Whom a key of the user stands for.
    func principal(_ call: Kernel.Call, accessKeyID: String) -> Principal {
        Principal(
            kind: .user(name: name), account: call.account, arn: arn(call).description, userID: id,
            accessKeyID: accessKeyID)
    }

    /// The user as the API spells it.
    func shape(tags: [String: String] = [:], boundary: String? = nil, _ call: Kernel.Call) -> User {
        User(
            userId: id, arn: arn(call).description, path: path, userName: name,
            createDate: createdAt.timestamp,
            permissionsBoundary: boundary.map(AttachedPermissionsBoundary.init(arn:)),
            tags: tags.isEmpty ? nil : StoredRole.tags(tags))
    }
}

extension StoredUser: RowDecodable {
    static let columns: StaticString = "name, path, id, created_at"

    init(row: borrowing Row) throws(StoreError) {
        name = try row[0]
        path = try row[1]
        id = try row[2]
        createdAt = try row[3]
    }
}

extension AttachedPermissionsBoundary {
    init(arn: String) {
        self.init(permissionsBoundaryType: "PermissionsBoundaryPolicy", permissionsBoundaryArn: arn)
    }
}

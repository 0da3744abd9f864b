internal import IAMInterface
internal import Kernel
internal import Store
internal import Wire

/// A role as it is stored.
struct StoredRole: Sendable {
    let name: String
    let path: String
    let id: String
    let trust: String
    let description: String?
    let sessionSeconds: Int
    let createdAt: Instant

    func arn(_ call: Kernel.Call) -> ARN { IAMName.arn("role", path, name, call) }

    static func arn(path: String, name: String, account: String, region: String) -> ARN {
        ARN(
            service: "iam", region: "", account: account, resource: "role\(path)\(name)",
            partition: ARN.partition(of: region))
    }

    /// The role as the API spells it; documents are percent-encoded.
    func shape(
        tags: [String: String] = [:], boundary: String? = nil, _ call: Kernel.Call
    ) -> Role {
        Role(
            path: path, roleName: name, roleId: id,
            arn: arn(call).description,
            createDate: createdAt.timestamp, assumeRolePolicyDocument: PercentCoding.encoded(trust),
            description: description, maxSessionDuration: sessionSeconds,
            permissionsBoundary: boundary.map(AttachedPermissionsBoundary.init(arn:)),
            tags: tags.isEmpty ? nil : Self.tags(tags))
    }

    static func tags(_ tags: [String: String]) -> [Tag] {
        tags.sorted { $0.key < $1.key }.map { Tag(key: $0.key, value: $0.value) }
    }
}

extension StoredRole: RowDecodable {
    static let columns: StaticString = "name, path, id, trust, description, session_seconds, created_at"

    init(row: borrowing Row) throws(StoreError) {
        name = try row[0]
        path = try row[1]
        id = try row[2]
        trust = try row[3]
        description = try row[4]
        sessionSeconds = try row[5]
        createdAt = try row[6]
    }
}

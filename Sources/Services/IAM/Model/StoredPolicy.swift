internal import IAMInterface
internal import Kernel
internal import Store
internal import Wire

/// A managed policy as it is stored.
struct StoredPolicy: Sendable {
    let name: String
    let path: String
    let id: String
    let description: String?
    let defaultVersion: Int
    let lastVersion: Int
    let createdAt: Instant
    let updatedAt: Instant

    func arn(_ call: Kernel.Call) -> ARN { IAMName.arn("policy", path, name, call) }

    /// How often the policy is attached.
    struct Uses: Sendable {
        var policies = 0
        var boundaries = 0
    }

    /// The policy as the API spells it.
    func shape(_ uses: Uses, tags: [String: String]? = nil, _ call: Kernel.Call) -> Policy {
        Policy(
            policyName: name, policyId: id, arn: arn(call).description, path: path,
            defaultVersionId: "v\(defaultVersion)", attachmentCount: uses.policies,
            permissionsBoundaryUsageCount: uses.boundaries, isAttachable: true, description: description,
            createDate: createdAt.timestamp, updateDate: updatedAt.timestamp,
            tags: tags.map(StoredRole.tags))
    }
}

extension StoredPolicy: RowDecodable {
    static let columns: StaticString =
        "name, path, id, description, default_version, last_version, created_at, updated_at"

    init(row: borrowing Row) throws(StoreError) {
        name = try row[0]
        path = try row[1]
        id = try row[2]
        description = try row[3]
        defaultVersion = try row[4]
        lastVersion = try row[5]
        createdAt = try row[6]
        updatedAt = try row[7]
    }
}

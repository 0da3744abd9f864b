internal import IAMInterface
internal import Kernel
internal import Store
internal import Wire

/// A group as it is stored.
struct StoredGroup: Sendable {
    let name: String
    let path: String
    let id: String
    let createdAt: Instant

    func arn(_ call: Kernel.Call) -> ARN { IAMName.arn("group", path, name, call) }

    /// The group as the API spells it.
    func shape(_ call: Kernel.Call) -> Group {
        Group(
            path: path, groupName: name, groupId: id, arn: arn(call).description,
            createDate: createdAt.timestamp)
    }
}

extension StoredGroup: RowDecodable {
    static let columns: StaticString = "name, path, id, created_at"

    init(row: borrowing Row) throws(StoreError) {
        name = try row[0]
        path = try row[1]
        id = try row[2]
        createdAt = try row[3]
    }
}

internal import IAMInterface
internal import Kernel
internal import Store
internal import Wire

/// An access key of a user; the secret is among the kernel's credentials.
struct StoredAccessKey: Sendable {
    let id: String
    let user: String
    let isActive: Bool
    let createdAt: Instant

    var status: String { isActive ? "Active" : "Inactive" }

    /// The key as the API lists it.
    var metadata: AccessKeyMetadata {
        AccessKeyMetadata(
            userName: user, accessKeyId: id, status: status, createDate: createdAt.timestamp)
    }
}

extension StoredAccessKey: RowDecodable {
    static let columns: StaticString = "id, user_name, is_active, created_at"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        user = try row[1]
        isActive = try row[2]
        createdAt = try row[3]
    }
}

internal import IAMInterface
internal import Kernel
internal import Store
internal import Wire

/// A version of a managed policy.
struct StoredPolicyVersion: Sendable {
    let number: Int
    let document: String
    let createdAt: Instant

    /// The version as the API spells it; documents are percent-encoded.
    func shape(isDefault: Bool, withDocument: Bool = true) -> PolicyVersion {
        PolicyVersion(
            document: withDocument ? PercentCoding.encoded(document) : nil, versionId: "v\(number)",
            isDefaultVersion: isDefault, createDate: createdAt.timestamp)
    }

    /// The number in an identifier such as `v3`.
    static func number(_ id: String) -> Int? { id.hasPrefix("v") ? Int(id.dropFirst()) : nil }
}

extension StoredPolicyVersion: RowDecodable {
    static let columns: StaticString = "number, document, created_at"

    init(row: borrowing Row) throws(StoreError) {
        number = try row[0]
        document = try row[1]
        createdAt = try row[2]
    }
}

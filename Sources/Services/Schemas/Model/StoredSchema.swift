internal import Kernel

/// A schema as it is stored, without the contents of its versions.
struct StoredSchema: Sendable {
    /// Versions of a schema.
    static let versionsMax = 100
    static let openAPI = "OpenApi3"
    static let draft4 = "JSONSchemaDraft4"

    var id: Int64 = 0
    let registry: Int64
    let name: String
    var description: String?
    /// The number of the newest version.
    var latest: Int64 = 0
    var versionCount = 0
    /// The number that the next version gets; none is used twice.
    var next: Int64 = 1
    var modifiedAt: Instant
    /// The client token of the last update.
    var token: String?
}

/// A version of a schema.
struct StoredVersion: Sendable {
    let number: Int64
    let type: String
    let content: String
    let createdAt: Instant
}

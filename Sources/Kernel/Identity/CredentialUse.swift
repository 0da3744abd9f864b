public import Store

/// When and where a key was used.
public struct CredentialUse: Sendable {
    public let at: Instant
    /// The prefix of the service's actions, for example `sqs`.
    public let service: String
    public let region: String

    public init(at: Instant, service: String, region: String) {
        self.at = at
        self.service = service
        self.region = region
    }
}

extension CredentialUse: RowDecodable {
    public static let columns: StaticString = "used_at, used_service, used_region"

    public init(row: borrowing Row) throws(StoreError) {
        self.init(at: try row.value(0), service: try row.value(1), region: try row.value(2))
    }
}

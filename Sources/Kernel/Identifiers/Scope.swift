/// An account in a region: what every key and every row belongs to.
public struct Scope: Sendable, Hashable {
    /// The row of `kernel_scope`, small enough to lead every index.
    public let id: Int64
    /// Twelve digits.
    public let account: String
    public let region: String

    public init(id: Int64, account: String, region: String) {
        self.id = id
        self.account = account
        self.region = region
    }

    /// The ARN of a resource of `service` in this scope.
    public func arn(_ service: String, _ resource: String) -> ARN {
        ARN(service: service, region: region, account: account, resource: resource)
    }
}

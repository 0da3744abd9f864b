/// The name of a resource: `arn:partition:service:region:account:resource`.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
public struct ARN: Sendable, Hashable, CustomStringConvertible {
    public var partition: String
    public var service: String
    public var region: String
    public var account: String
    /// All after the fifth colon, colons and slashes included.
    public var resource: String

    public init(
        service: String, region: String, account: String, resource: String, partition: String? = nil
    ) {
        self.partition = partition ?? Self.partition(of: region)
        self.service = service
        self.region = region
        self.account = account
        self.resource = resource
    }

    /// Answers nil for a text that is not an ARN.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", !parts[2].isEmpty, !parts[5].isEmpty else { return nil }
        partition = String(parts[1])
        service = String(parts[2])
        region = String(parts[3])
        account = String(parts[4])
        resource = String(parts[5])
    }

    public var description: String {
        "arn:\(partition):\(service):\(region):\(account):\(resource)"
    }

    /// The partition that a region belongs to.
    public static func partition(of region: String) -> String {
        if region.hasPrefix("cn-") { return "aws-cn" }
        if region.hasPrefix("us-gov-") { return "aws-us-gov" }
        return "aws"
    }
}

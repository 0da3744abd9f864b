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
        // Every delivery is found by its ARN: reading bytes takes a tenth of the time of splitting text.
        let bytes = Array(text.utf8)
        guard bytes.starts(with: "arn:".utf8) else { return nil }
        var parts: [String] = []
        var start = 4
        for index in bytes.indices.dropFirst(4) where bytes[index] == UInt8(ascii: ":") && parts.count < 4 {
            parts.append(String(decoding: bytes[start..<index], as: UTF8.self))
            start = index + 1
        }
        guard parts.count == 4, !parts[1].isEmpty, start < bytes.count else { return nil }
        partition = parts[0]
        service = parts[1]
        region = parts[2]
        account = parts[3]
        resource = String(decoding: bytes[start...], as: UTF8.self)
    }

    /// The service of an ARN, read without the rest of it.
    static func service(of text: String) -> String? {
        let colon = UInt8(ascii: ":")
        let parts = text.utf8.split(separator: colon, maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].elementsEqual("arn".utf8) else { return nil }
        return String(parts[2])
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

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
        let bytes = text.utf8
        guard bytes.starts(with: "arn:".utf8) else { return nil }
        var start = bytes.index(bytes.startIndex, offsetBy: 4)
        func next() -> String? {
            guard let colon = bytes[start...].firstIndex(of: UInt8(ascii: ":")) else { return nil }
            defer { start = bytes.index(after: colon) }
            return String(text[start..<colon])
        }
        guard let partition = next(), let service = next(), let region = next(), let account = next(),
            !service.isEmpty, start < bytes.endIndex
        else { return nil }
        self.partition = partition
        self.service = service
        self.region = region
        self.account = account
        resource = String(text[start...])
    }

    /// The service of an ARN, read without the rest of it.
    static func service(of text: String) -> String? {
        let bytes = text.utf8
        let colon = UInt8(ascii: ":")
        guard bytes.starts(with: "arn:".utf8),
            let before = bytes.dropFirst(4).firstIndex(of: colon),
            let end = bytes[bytes.index(after: before)...].firstIndex(of: colon)
        else { return nil }
        return String(text[bytes.index(after: before)..<end])
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

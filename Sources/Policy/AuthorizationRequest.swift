/// One question to the policies: may this principal do this to that resource, in this context?
///
/// Keys that follow from the request are known without being in `context`: `aws:PrincipalArn`,
/// `aws:PrincipalAccount`, `aws:PrincipalType`, `aws:PrincipalIsAWSService`, `aws:PrincipalServiceName`,
/// `aws:username` and `aws:ResourceAccount`; what `context` gives for them comes first.
public struct AuthorizationRequest: Sendable {
    /// Who asks.
    public let principal: Principal
    /// The IAM action, for example `sqs:SendMessage`; error texts repeat its spelling.
    public let action: String
    /// The ARN of the resource, or `*` for actions that have none.
    public let resource: String
    /// The account that owns the resource, nil when unknown, which counts as the caller's own.
    public let resourceAccount: String?
    /// Whether identity policies alone are never enough, as for keys of KMS. Trust policies imply it.
    public let requiresResourcePolicy: Bool
    /// The condition keys of the request.
    public let context: RequestContext

    let actionBytes: [UInt8]
    let resourceBytes: [UInt8]

    /// A request; without `resourceAccount` the account in the resource's ARN is taken.
    public init(
        principal: Principal, action: String, resource: String, context: RequestContext = [:],
        owner: ResourceOwner = .namedByARN
    ) {
        self.principal = principal
        self.action = action
        self.resource = resource
        self.context = context
        actionBytes = action.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        resourceBytes = Array(resource.utf8)
        resourceAccount = owner.account ?? Self.account(inARN: resourceBytes)
        requiresResourcePolicy = owner.requiresResourcePolicy
    }

    /// Facts about the resource that its ARN does not tell.
    public struct ResourceOwner: Sendable, Hashable {
        /// The owner, nil to take the account in the ARN.
        public var account: String?
        /// Whether the resource policy must allow even callers of the same account (KMS keys).
        public var requiresResourcePolicy: Bool

        /// The owner of a resource.
        public init(account: String? = nil, requiresResourcePolicy: Bool = false) {
            self.account = account
            self.requiresResourcePolicy = requiresResourcePolicy
        }

        /// The account in the resource's ARN owns it.
        public static let namedByARN = ResourceOwner()
    }

    /// The values of a condition key in lower case, nil when there is none.
    func values(of key: String) -> [String]? {
        if let values = context.values(ofLowercased: key) { return values }
        if key == "aws:resourceaccount" { return resourceAccount.map { [$0] } }
        return principal.value(of: key).map { [$0] }
    }

    private static func account(inARN bytes: [UInt8]) -> String? {
        var colons = 0
        var start = 0
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: ":") {
            colons += 1
            if colons == 4 { start = offset + 1 }
            guard colons == 5 else { continue }
            return offset - start == 12 ? String(decoding: bytes[start..<offset], as: UTF8.self) : nil
        }
        return nil
    }
}

/// Who makes a request.
///
/// "AWS JSON policy elements: Principal" in the IAM user guide
/// (`reference_policies_elements_principal.html`).
public struct Principal: Sendable, Hashable {
    /// The kinds of principal, which differ in what resource policies grant them.
    public enum Kind: Sendable, Hashable {
        /// The root user of an account.
        case root
        case user
        /// A session of a role.
        case assumedRole
        /// A session made by `GetFederationToken`.
        case federatedUser
        /// An AWS service that acts for itself, for example a topic that delivers to a queue.
        case service
        /// Someone whom a SAML or OpenID Connect provider vouches for, before a role is assumed.
        case federated
        case anonymous
    }

    /// The kind of principal.
    public let kind: Kind
    /// The account, twelve digits; nil for services, providers and the anonymous.
    public let account: String?
    /// What error texts call the principal: its ARN, the name of the service or `anonymous`.
    public let arn: String
    /// The ARN of the role of a session, or of the user behind a federated session.
    public let issuerARN: String?
    /// Names by which policies may call a service, or the provider of a federated principal.
    public let names: [String]
    /// The unique id (`AIDA...`, `AROA...`) of the user or role, which policies may hold instead of its ARN.
    public var uniqueID: String?
    /// The canonical user id of the account, which S3 policies may name.
    public var canonicalUser: String?

    private init(kind: Kind, account: String?, arn: String, issuerARN: String? = nil, names: [String] = []) {
        self.kind = kind
        self.account = account
        self.arn = arn
        self.issuerARN = issuerARN
        self.names = names
    }

    /// The root user of an account.
    public static func root(account: String, partition: String = "aws") -> Principal {
        Principal(kind: .root, account: account, arn: "arn:\(partition):iam::\(account):root")
    }

    /// A user, by the ARN that includes its path.
    public static func user(account: String, arn: String) -> Principal {
        Principal(kind: .user, account: account, arn: arn)
    }

    /// A session of a role: `arn` is `arn:aws:sts::account:assumed-role/name/session`, `role` the ARN of the
    /// role with its path.
    public static func assumedRole(account: String, arn: String, role: String) -> Principal {
        Principal(kind: .assumedRole, account: account, arn: arn, issuerARN: role)
    }

    /// A session of `GetFederationToken`: `arn` is `arn:aws:sts::account:federated-user/name`, `user` the ARN
    /// of the user that asked for it.
    public static func federatedUser(account: String, arn: String, user: String) -> Principal {
        Principal(kind: .federatedUser, account: account, arn: arn, issuerARN: user)
    }

    /// A service, for example `sns.amazonaws.com`, and other names by which policies may call it (regional
    /// ones).
    public static func service(_ name: String, otherNames: [String] = []) -> Principal {
        Principal(kind: .service, account: nil, arn: name, names: [name] + otherNames)
    }

    /// Someone whom an identity provider vouches for; `provider` is what policies name as `Federated`: the
    /// ARN of a SAML or OpenID Connect provider, or for example `cognito-identity.amazonaws.com`.
    public static func federated(provider: String, arn: String) -> Principal {
        Principal(kind: .federated, account: nil, arn: arn, names: [provider])
    }

    /// A request without credentials.
    public static let anonymous = Principal(kind: .anonymous, account: nil, arn: "anonymous")

    /// Whether service control policies leave the principal alone because its role is linked to a service.
    var isServiceLinked: Bool {
        kind == .assumedRole && issuerARN?.contains(":role/aws-service-role/") == true
    }

    /// The value of a condition key (in lower case) that follows from the principal.
    func value(of key: String) -> String? {
        switch key {
        case "aws:principalarn": principalARN
        case "aws:principalaccount": account
        case "aws:principaltype": typeName
        case "aws:principalisawsservice": kind == .service ? "true" : "false"
        case "aws:principalservicename": kind == .service ? arn : nil
        case "aws:username": kind == .user ? arn.split(separator: "/").last.map(String.init) : nil
        default: nil
        }
    }

    private var principalARN: String? {
        switch kind {
        case .root, .user, .federatedUser: arn
        case .assumedRole: issuerARN
        case .service, .federated, .anonymous: nil
        }
    }

    private var typeName: String? {
        switch kind {
        case .root: "Account"
        case .user: "User"
        case .assumedRole: "AssumedRole"
        case .federatedUser: "FederatedUser"
        case .anonymous: "Anonymous"
        case .service, .federated: nil
        }
    }
}

public import Wire

/// Why a text is not a valid policy document of its kind.
///
/// Services turn this into their own error: IAM into `MalformedPolicyDocument` with `message`, SQS into
/// `InvalidAttributeValue`, and so on.
public struct PolicyError: Error, Sendable, Equatable {
    /// What is wrong.
    public enum Reason: Sendable, Equatable {
        /// The text is not JSON.
        case invalidJSON(JSONError)
        /// The document is longer than the limit, in characters without white space or, for the hard limit
        /// `PolicyLimit.documentBytesMax`, in bytes.
        case tooLarge(charactersMax: Int)
        /// An element of the document or of a statement is unknown.
        case unknownElement(String)
        /// An element has a JSON type or value that the grammar does not allow.
        case invalidElement(String)
        /// `Statement` is missing or empty, or `Effect` is missing.
        case missingElement(String)
        /// Two elements exclude each other, for example `Action` and `NotAction`.
        case conflictingElements(String, String)
        /// `Version` is missing or older than 2012-10-17 in a kind that demands it.
        case outdatedVersion
        /// `Effect` differs from `Allow` and `Deny`.
        case invalidEffect(String)
        /// A condition operator does not exist.
        case invalidConditionOperator(String)
        /// A condition value cannot be read as its operator demands (number, date, address, ...).
        case invalidConditionValue(operator: String, value: String)
        /// A `Sid` has characters other than letters and digits.
        case invalidSid(String)
        /// Two statements share a `Sid`.
        case duplicateSid(String)
        /// A statement has neither `Action` nor `NotAction`, or an empty list.
        case missingActions
        /// An action is not `*` and has no vendor prefix.
        case actionWithoutVendor(String)
        /// An action has more than one colon.
        case actionWithColons(String)
        /// The vendor prefix of an action has characters that no vendor has.
        case invalidVendor(String)
        /// A trust policy allows something other than assuming the role.
        case actionNotAssumeRole(String)
        /// A statement has neither `Resource` nor `NotResource`, or an empty list.
        case missingResources
        /// A resource is neither `*` nor an ARN.
        case resourceNotARN(String)
        /// The partition of a resource ARN does not exist.
        case invalidPartition(String, resource: String)
        /// A resource ARN ends before its service.
        case resourceWithoutVendor(String)
        /// The kind forbids the element, for example `Principal` in an identity policy.
        case prohibitedElement(String)
        /// A resource or trust policy has a statement without principal.
        case missingPrincipal
        /// A principal is not an account, an ARN, an id, a service, a provider or `*`.
        case invalidPrincipal(type: String, value: String)
    }

    /// The kind that was asked for.
    public let kind: PolicyKind
    /// What is wrong.
    public let reason: Reason

    /// An error, also for what only a service can find, such as a principal that does not exist.
    public init(kind: PolicyKind, reason: Reason) {
        self.kind = kind
        self.reason = reason
    }

    /// The text that IAM and STS answer.
    public var message: String {
        switch reason {
        case .invalidJSON:
            kind == .trust ? "This policy contains invalid Json" : Self.syntax
        case .unknownElement(let name):
            kind == .trust ? "Unknown field \(name)" : Self.syntax
        case .missingElement(let name):
            kind == .trust ? "Missing required field \(name)" : Self.syntax
        case .invalidElement, .conflictingElements, .invalidConditionOperator: Self.syntax
        case .tooLarge(let limit): "Cannot exceed quota for \(Self.quota(of: kind)): \(limit)"
        case .outdatedVersion: "Policy document must be version 2012-10-17 or greater."
        case .invalidEffect(let effect): Self.effectMessage(effect)
        case .invalidConditionValue: "The policy failed legacy parsing"
        case .invalidSid:
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular "
                + "expression [0-9A-Za-z]*"
        case .duplicateSid: "Statement IDs (SID) in a single policy must be unique."
        default: elementMessage
        }
    }

    private var elementMessage: String {
        switch reason {
        case .missingActions: "Policy statement must contain actions."
        case .actionWithoutVendor:
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
        case .actionWithColons: "Actions/Condition can contain only one colon."
        case .invalidVendor(let vendor): "Vendor \(vendor) is not valid"
        case .actionNotAssumeRole:
            "Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,  and "
                + "sts:AssumeRoleWithWebIdentity"
        case .missingResources: "Policy statement must contain resources."
        case .resourceNotARN(let resource): #"Resource \#(resource) must be in ARN format or "*"."#
        case .invalidPartition(let partition, let resource):
            #"Partition "\#(partition)" is not valid for resource "\#(resource)"."#
        case .resourceWithoutVendor: "Resource vendor must be fully qualified and cannot contain regexes."
        case .prohibitedElement(let name):
            kind.namesPrincipals || !name.hasSuffix("Principal")
                ? "Has prohibited field \(name)." : "Policy document should not specify a principal."
        case .missingPrincipal: "Missing required field Principal"
        case .invalidPrincipal(let type, let value): #"Invalid principal in policy: "\#(type)":"\#(value)""#
        default: Self.syntax
        }
    }

    private static let syntax = "Syntax errors in policy."

    /// A wrong spelling passes IAM's grammar when only the case differs, and fails its older parser.
    private static func effectMessage(_ effect: String) -> String {
        let lowered = effect.lowercased()
        return lowered == "allow" || lowered == "deny" ? "The policy failed legacy parsing" : syntax
    }

    private static func quota(of kind: PolicyKind) -> String {
        kind == .trust ? "ACLSizePerRole" : "PolicySize"
    }
}

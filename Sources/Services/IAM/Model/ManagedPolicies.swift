internal import IAMInterface
internal import Kernel

/// The policies that AWS keeps for everybody, as far as they are known here.
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>
enum ManagedPolicies {
    /// The newest version of a policy.
    struct Text: Sendable {
        let version: Int
        let document: String

        init(version: Int, _ document: String) {
            self.version = version
            self.document = document
        }
    }

    private static let all = texts.merging(moreTexts) { first, _ in first }
    private static let ordered = all.keys.sorted { name(of: $0) < name(of: $1) }

    /// Whether an ARN names a policy of AWS, known here or not.
    static func owns(_ arn: ARN) -> Bool {
        arn.service == "iam" && arn.account == "aws" && arn.resource.hasPrefix("policy/")
    }

    /// A policy by its ARN; nil for one that is not known.
    static func policy(_ arn: ARN) -> Text? {
        owns(arn) ? all[String(arn.resource.dropFirst("policy/".count))] : nil
    }

    /// The policies after a name, in the order of their names.
    static func list(after name: String, limit: Int) -> [ARN] {
        ordered.filter { Self.name(of: $0) > name }.prefix(limit).map(arn)
    }

    /// The policy as the API spells it.
    static func shape(_ arn: ARN, _ text: Text, _ uses: StoredPolicy.Uses) -> Policy {
        let name = IAMName.last(of: arn)
        let path = arn.resource.dropFirst("policy".count).dropLast(name.count)
        return Policy(
            policyName: name, policyId: id(of: name), arn: arn.description, path: String(path),
            defaultVersionId: "v\(text.version)", attachmentCount: uses.policies,
            permissionsBoundaryUsageCount: uses.boundaries, isAttachable: true)
    }

    private static func name(of key: String) -> String {
        key.split(separator: "/").last.map(String.init) ?? key
    }

    private static func arn(_ key: String) -> ARN {
        ARN(service: "iam", region: "", account: "aws", resource: "policy/\(key)")
    }

    /// Ours, but always the same for the same policy.
    private static func id(of name: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        return "ANPA" + String(Digest.sha256(name.utf8).prefix(17).map { alphabet[Int($0) % alphabet.count] })
    }
}

internal import Kernel
internal import Policy
internal import STSInterface
internal import Store

/// The policies that narrow a session, as its caller gives them.
struct SessionPolicies: Sendable {
    /// Policies that may be named by ARN.
    static let managedMax = 10

    private let inline: String?
    private let managed: [ARN]

    init(_ input: AssumeRoleInput) throws {
        inline = input.policy
        if let inline { try Self.check(inline) }
        var arns: [ARN] = []
        for descriptor in input.policyArns ?? [] {
            guard let arn = descriptor.arn.flatMap({ ARN($0) }), arn.service == "iam" else {
                throw ValidationError("\(descriptor.arn ?? "") is invalid")
            }
            arns.append(arn)
        }
        guard arns.count <= Self.managedMax else {
            throw ValidationError("Cannot pass more than \(Self.managedMax) policy ARNs.")
        }
        managed = arns
    }

    private static func check(_ text: String) throws {
        do throws(PolicyError) {
            _ = try PolicyDocument(parsing: text, kind: .session)
        } catch {
            if case .tooLarge = error.reason { throw PackedPolicyTooLargeException(error.message) }
            throw MalformedPolicyDocumentException(error.message)
        }
    }

    /// The documents, those of managed policies as they are now.
    func documents(_ call: Kernel.Call, in tx: borrowing Transaction) throws -> [String] {
        var documents = [inline].compactMap { $0 }
        for arn in managed {
            guard let text = try call.kernel.authoriser.managedPolicy(arn, in: tx) else {
                throw ValidationError("Policy \(arn) does not exist or is not attachable.")
            }
            documents.append(text)
        }
        return documents
    }
}

internal import Kernel
internal import Policy
internal import Store

/// The policies of users, groups and roles, compiled.
struct HeldPolicies {
    let identities: StoredIdentities

    private var authoriser: Authoriser { identities.kernel.authoriser }

    func add(
        policiesOf holder: Holder, to found: inout IdentityPolicies, in tx: borrowing Transaction
    ) throws {
        found.policies += try policies(of: holder, in: tx)
    }

    /// The policies of one user, group or role, those within first.
    func policies(of holder: Holder, in tx: borrowing Transaction) throws -> [NamedPolicy] {
        var found: [NamedPolicy] = []
        for row in try InlinePolicies.all(holder, in: tx) {
            let document = try authoriser.document(row.document, kind: .identity)
            found.append(NamedPolicy(name: row.name, document: document))
        }
        for arn in try Attachments.arns(of: holder, in: tx) {
            guard let parsed = ARN(arn), let text = try identities.managedPolicy(parsed, in: tx) else {
                continue
            }
            let document = try authoriser.document(text, kind: .identity)
            found.append(NamedPolicy(name: IAMName.last(of: parsed), arn: arn, document: document))
        }
        return found
    }

    /// Sets a boundary; one whose policy is gone allows nothing.
    func set(
        boundary arn: String, of found: inout IdentityPolicies, in tx: borrowing Transaction
    ) throws {
        var text: String?
        if let parsed = ARN(arn) { text = try identities.managedPolicy(parsed, in: tx) }
        found.boundary = NamedPolicy(
            name: arn, arn: arn, document: try authoriser.document(text ?? Self.nothing, kind: .boundary))
    }

    private static let nothing =
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#
}

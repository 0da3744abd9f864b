internal import IAMInterface
internal import Kernel
internal import Policy

/// The policies that a simulation is given in its request.
struct SimulatedPolicies {
    var identity: [NamedPolicy]
    var boundary: NamedPolicy?
    var resource: [NamedPolicy]

    init(identity: [String]?, boundaries: [String]?, resource: String?) throws {
        self.identity = try (identity ?? []).enumerated().map { index, text in
            NamedPolicy(
                name: "PolicyInputList.\(index + 1)", document: try Self.document(text, .identity))
        }
        guard (boundaries ?? []).count <= 1 else {
            throw InvalidInputException("Only one permissions boundary policy can be given.")
        }
        boundary = try boundaries?.first.map {
            NamedPolicy(
                name: "PermissionsBoundaryPolicyInputList.1", document: try Self.document($0, .boundary))
        }
        self.resource = try [resource].compactMap { $0 }.map {
            NamedPolicy(name: "ResourcePolicy", document: try Self.document($0, .resource))
        }
    }

    private static func document(_ text: String, _ kind: PolicyKind) throws -> PolicyDocument {
        do throws(PolicyError) {
            return try PolicyDocument(parsing: text, kind: kind, charactersMax: .max)
        } catch {
            throw InvalidInputException(error.message)
        }
    }

    /// Whom a simulation supposes to ask: a user, or a role in the place of its sessions.
    static func principal(_ text: String) throws -> SimulatedPrincipal {
        guard let arn = ARN(text), arn.service == "iam" || arn.service == "sts" else {
            throw InvalidInputException("Invalid Entity Arn: \(text)")
        }
        let name = IAMName.last(of: arn)
        if arn.resource == "root" { return .root(account: arn.account) }
        if arn.resource.hasPrefix("user/") { return .user(account: arn.account, arn: text) }
        if arn.resource.hasPrefix("role/") {
            return .assumedRole(
                account: arn.account, arn: "arn:aws:sts::\(arn.account):assumed-role/\(name)/simulation",
                role: text)
        }
        throw InvalidInputException("Invalid Entity Arn: \(text)")
    }
}

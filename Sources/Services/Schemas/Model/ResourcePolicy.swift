internal import Policy
internal import Wire

/// The policy of a registry: who may use it and its schemas.
enum ResourcePolicy {
    /// Characters that a policy may have.
    static let charactersMax = 20_480

    static func check(_ policy: String) throws {
        guard policy.count <= charactersMax else {
            throw Refusals.invalid("The policy has more than \(charactersMax) characters.")
        }
        do {
            _ = try PolicyDocument(parsing: policy, kind: .resource, charactersMax: charactersMax)
        } catch {
            throw Refusals.invalid("The policy is not valid: \(error.message)")
        }
    }
}

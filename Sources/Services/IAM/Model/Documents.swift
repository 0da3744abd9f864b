internal import IAMInterface
internal import Policy

/// Checks policy documents, in IAM's words.
enum Documents {
    static func check(_ text: String, kind: PolicyKind, charactersMax: Int) throws {
        do throws(PolicyError) {
            _ = try PolicyDocument(parsing: text, kind: kind, charactersMax: charactersMax)
        } catch {
            throw MalformedPolicyDocumentException("\(error)")
        }
    }

    /// A policy as the kernel evaluates it.
    static func named(_ name: String, _ text: String) throws -> NamedPolicy {
        NamedPolicy(name: name, document: try PolicyDocument(parsing: text, kind: .identity))
    }
}

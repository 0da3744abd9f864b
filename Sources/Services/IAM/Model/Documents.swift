internal import IAMInterface
internal import Policy

/// Checks policy documents, in IAM's words.
enum Documents {
    /// Characters of a policy that says who may act as a role.
    static let trustCharactersMax = PolicyLimit.trustCharactersDefault

    /// Checks a document and answers it compiled; `charactersMax` is for policies alone, not for what
    /// several of them share.
    @discardableResult
    static func check(_ text: String, kind: PolicyKind, charactersMax: Int = .max) throws -> PolicyDocument {
        do throws(PolicyError) {
            return try PolicyDocument(parsing: text, kind: kind, charactersMax: charactersMax)
        } catch {
            if case .tooLarge = error.reason { throw LimitExceededException(error.message) }
            throw MalformedPolicyDocumentException(error.message)
        }
    }

    /// Characters that count towards quotas: all but white space.
    static func characters(of text: String) -> Int {
        text.unicodeScalars.count { $0.value > 0x20 }
    }

    /// Characters of all policies within a user, group or role together.
    static func inlineCharactersMax(_ kind: Holder.Kind) -> Int {
        switch kind {
        case .user: PolicyLimit.userInlineCharactersMax
        case .group: PolicyLimit.groupInlineCharactersMax
        case .role: PolicyLimit.roleInlineCharactersMax
        }
    }
}

/// Why a text is not a YAML document that can be read.
public struct YAMLError: Error, Sendable, Equatable {
    /// The kinds of refusal.
    public enum Reason: Sendable, Equatable {
        /// The text breaks YAML's grammar.
        case malformed
        /// A mapping has the same key twice.
        case duplicateKey(String)
        /// A tag that is neither YAML's own nor a short form of CloudFormation.
        case unknownTag(String)
        /// A key that is no scalar.
        case complexKey
        /// More nesting, nodes or bytes than the limits allow.
        case tooLarge
        /// There is no document in the text.
        case empty
    }

    public let reason: Reason
    /// Counted from 1; 0 where unknown.
    public let line: Int
    /// Counted from 1; 0 where unknown.
    public let column: Int
}

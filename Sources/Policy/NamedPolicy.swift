/// A policy document with the name by which a decision refers to it.
public struct NamedPolicy: Sendable {
    /// The name of a managed or inline policy, or of the resource that carries it.
    public let name: String
    /// The ARN of a managed policy; nil for inline and resource policies.
    public let arn: String?
    /// The compiled document.
    public let document: PolicyDocument

    /// A document under its name.
    public init(name: String, arn: String? = nil, document: PolicyDocument) {
        self.name = name
        self.arn = arn
        self.document = document
    }
}

/// Why an expression is refused, in the words of DynamoDB: the message of a `ValidationException`.
public struct ExpressionError: Error, Sendable, Hashable {
    public let message: String

    public init(_ message: String) { self.message = message }
}

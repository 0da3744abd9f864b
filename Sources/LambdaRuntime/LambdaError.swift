/// An error with the type that callers of a function see as `errorType`.
public struct LambdaError: Error, Sendable, CustomStringConvertible {
    public let type: String
    public let message: String

    public init(_ type: String, _ message: String) {
        self.type = type
        self.message = message
    }

    public var description: String { message }
}

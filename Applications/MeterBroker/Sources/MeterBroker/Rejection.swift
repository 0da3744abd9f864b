/// Where a message breaks the schema and how.
public struct Rejection: Error, Sendable, Equatable {
    /// The JSON path of the offending value, for example `$.R0.values[17]`.
    public let path: String
    public let reason: String

    public init(_ path: String, _ reason: String) {
        self.path = path
        self.reason = reason
    }
}

/// One error of a service, for those who read answers.
public struct ErrorModel: Sendable {
    public let code: String
    public let queryCode: String
    /// Reads the error's members from the body of an answer.
    let decode: @Sendable (borrowing ResponseParts, WireProtocol) throws(WireError) -> any Failure

    public init<F: Failure & Shape>(_: F.Type, _ code: String, queryCode: String? = nil) {
        self.code = code
        self.queryCode = queryCode ?? code
        decode = { parts, wireProtocol throws(WireError) in
            try wireProtocol.readFailure(F.self, from: parts)
        }
    }
}

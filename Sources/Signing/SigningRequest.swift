/// What of a request is signed, independent of any HTTP library. Names of headers may be in any case; the
/// host must be among the headers as `host`, also where HTTP/2 carries it as `:authority`.
public struct SigningRequest: Sendable {
    /// The HTTP method as sent.
    public var method: String
    /// The path as sent, still encoded, without the query.
    public var path: String
    /// The query string as sent, still encoded, without `?`.
    public var query: String
    /// The headers in the order sent, repeated ones repeated.
    public var headers: [(name: String, value: String)]
    /// What stands for the body in the canonical request: 64 lower-case hexadecimal digits of its SHA-256, or
    /// one of the literals of ``PayloadDeclaration``.
    public var payloadHash: String

    /// A request to verify or to sign; nothing is checked here.
    public init(
        method: String, path: String, query: String = "", headers: [(name: String, value: String)],
        payloadHash: String = SHA256Hex.empty
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.payloadHash = payloadHash
    }

    /// The value of the first header with this name, which is given in lower case.
    func header(_ name: String) -> String? {
        for header in headers where Bytes.matches(header.name, name) { return header.value }
        return nil
    }
}

/// An error that a service answered and its model does not list.
public struct RemoteFailure: Failure {
    public let code: String
    public let queryCode: String
    public let status: Int
    public let message: String
    public let isSenderFault: Bool

    public init(code: String, status: Int, message: String, isSenderFault: Bool? = nil) {
        self.code = code
        queryCode = code
        self.status = status
        self.message = message
        self.isSenderFault = isSenderFault ?? (status < 500)
    }
}

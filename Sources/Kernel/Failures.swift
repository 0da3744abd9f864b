public import Wire

/// An error that AWS answers from many services and no service model lists.
public struct CommonFailure: Failure {
    public let code: String
    public let status: Int
    public let message: String

    public init(_ code: String, status: Int = 400, _ message: String) {
        self.code = code
        self.status = status
        self.message = message
    }

    public static func accessDenied(_ message: String) -> CommonFailure {
        CommonFailure("AccessDenied", status: 403, message)
    }

    public static func invalidAction(_ action: String) -> CommonFailure {
        CommonFailure("InvalidAction", "The action \(action) is not valid for this endpoint.")
    }

    public static func unknownOperation(_ operation: String) -> CommonFailure {
        CommonFailure("UnknownOperationException", "The operation \(operation) is not known.")
    }

    /// A fault of ours; the request id in the log leads to its cause.
    public static func internalFailure(requestID: String) -> CommonFailure {
        CommonFailure(
            "InternalFailure", status: 500,
            "The request processing has failed because of an unknown error. Request \(requestID).")
    }

    public static func serviceUnavailable(_ reason: String) -> CommonFailure {
        CommonFailure("ServiceUnavailable", status: 503, reason)
    }
}

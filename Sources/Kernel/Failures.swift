public import Wire

/// An error that AWS answers from many services and no service model lists.
public struct CommonFailure: Failure {
    public let code: String
    /// The code in the query protocol and in XML, where it differs.
    public let queryCode: String
    public let status: Int
    public let message: String

    public init(_ code: String, queryCode: String? = nil, status: Int = 400, _ message: String) {
        self.code = code
        self.queryCode = queryCode ?? code
        self.status = status
        self.message = message
    }

    public static func accessDenied(_ message: String) -> CommonFailure {
        CommonFailure("AccessDenied", status: 403, message)
    }

    /// The same as the service whose model this is spells it: services of JSON protocols call it an exception.
    public static func accessDenied(_ message: String, in model: ServiceModel) -> CommonFailure {
        switch model.protocols.first {
        case .awsJson1_0, .awsJson1_1, .rpcv2Cbor:
            CommonFailure("AccessDeniedException", queryCode: "AccessDenied", status: 400, message)
        case .restJson:
            CommonFailure("AccessDeniedException", queryCode: "AccessDenied", status: 403, message)
        case .awsQuery, .restXml, nil: accessDenied(message)
        }
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

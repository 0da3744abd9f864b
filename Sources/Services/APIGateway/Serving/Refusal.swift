internal import Wire

/// What API Gateway itself answers instead of an integration.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html>
enum Refusal: Error, Sendable {
    case forbidden
    case missingAuthenticationToken
    case throttled
    case quotaExceeded
    case tooLarge
    case integrationFailed
    case integrationTimedOut
    case badRequest

    var status: Int {
        switch self {
        case .forbidden, .missingAuthenticationToken: 403
        case .throttled, .quotaExceeded: 429
        case .tooLarge: 413
        case .integrationFailed: 502
        case .integrationTimedOut: 504
        case .badRequest: 400
        }
    }

    private var type: String {
        switch self {
        case .forbidden: "ForbiddenException"
        case .missingAuthenticationToken: "MissingAuthenticationTokenException"
        case .throttled: "TooManyRequestsException"
        case .quotaExceeded: "LimitExceededException"
        case .tooLarge: "RequestTooLargeException"
        case .integrationFailed, .integrationTimedOut: "InternalServerErrorException"
        case .badRequest: "BadRequestException"
        }
    }

    private var message: String {
        switch self {
        case .forbidden: "Forbidden"
        case .missingAuthenticationToken: "Missing Authentication Token"
        case .throttled: "Too Many Requests"
        case .quotaExceeded: "Limit Exceeded"
        case .tooLarge: "Request Too Long"
        case .integrationFailed: "Internal server error"
        case .integrationTimedOut: "Endpoint request timed out"
        case .badRequest: "Bad Request"
        }
    }

    func parts(requestID: String) -> ResponseParts {
        let body: JSON = ["message": .string(message)]
        return ResponseParts(
            status: status,
            headers: [
                ("Content-Type", "application/json"), ("x-amzn-RequestId", requestID),
                ("x-amzn-ErrorType", type),
            ], body: body.utf8)
    }
}

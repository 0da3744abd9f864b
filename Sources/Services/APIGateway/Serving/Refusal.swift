internal import Wire

/// What API Gateway itself answers instead of an integration.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html>
enum Refusal: Error, Sendable {
    /// The address names no stage.
    case forbidden
    case invalidKey
    case missingAuthenticationToken
    /// The caller is not known.
    case unauthorized
    /// The caller is known and may not.
    case accessDenied(String)
    /// A signature that does not hold; with the code of the failure.
    case invalidSignature(code: String, String)
    /// The authorizer gave no answer; the text is for the API's owner.
    case authorizerFailed(String)
    /// The authorizer gave an answer that means nothing.
    case authorizerMisconfigured(String)
    case throttled
    case quotaExceeded
    case tooLarge
    case unsupportedMediaType
    case missingParameters([String])
    case invalidBody([String])
    /// A function's answer is not of the form that its integration demands.
    case integrationFailed
    case unreachable
    case integrationTimedOut
    /// The API says something that cannot be done; the text is for its owner.
    case misconfigured(String)

    /// The kind of the answer, which an API may spell in its own way; nil for an address that is no API's.
    var type: String? {
        switch self {
        case .forbidden: nil
        case .invalidKey: "INVALID_API_KEY"
        case .missingAuthenticationToken: "MISSING_AUTHENTICATION_TOKEN"
        case .unauthorized: "UNAUTHORIZED"
        case .accessDenied: "ACCESS_DENIED"
        case .invalidSignature: "INVALID_SIGNATURE"
        case .authorizerFailed: "AUTHORIZER_FAILURE"
        case .authorizerMisconfigured: "AUTHORIZER_CONFIGURATION_ERROR"
        case .throttled: "THROTTLED"
        case .quotaExceeded: "QUOTA_EXCEEDED"
        case .tooLarge: "REQUEST_TOO_LARGE"
        case .unsupportedMediaType: "UNSUPPORTED_MEDIA_TYPE"
        case .missingParameters: "BAD_REQUEST_PARAMETERS"
        case .invalidBody: "BAD_REQUEST_BODY"
        case .integrationFailed: "DEFAULT_5XX"
        case .unreachable: "INTEGRATION_FAILURE"
        case .integrationTimedOut: "INTEGRATION_TIMEOUT"
        case .misconfigured: "API_CONFIGURATION_ERROR"
        }
    }

    /// The status that belongs to the kind.
    var status: Int {
        switch self {
        case .forbidden: 403
        case .integrationFailed: 502
        default: type.flatMap { GatewayResponseKinds.status($0) } ?? 500
        }
    }

    var errorType: String {
        switch self {
        case .forbidden, .invalidKey: "ForbiddenException"
        case .missingAuthenticationToken: "MissingAuthenticationTokenException"
        case .unauthorized: "UnauthorizedException"
        case .accessDenied: "AccessDeniedException"
        case .invalidSignature(let code, _): code
        case .authorizerFailed, .authorizerMisconfigured: "AuthorizerConfigurationException"
        case .throttled: "TooManyRequestsException"
        case .quotaExceeded: "LimitExceededException"
        case .tooLarge: "RequestTooLargeException"
        case .unsupportedMediaType: "UnsupportedMediaTypeException"
        case .missingParameters, .invalidBody: "BadRequestException"
        case .integrationFailed, .unreachable, .integrationTimedOut, .misconfigured:
            "InternalServerErrorException"
        }
    }

    /// What the caller is told; nothing where an authorizer is at fault.
    var message: String {
        switch self {
        case .authorizerFailed, .authorizerMisconfigured: ""
        case .unauthorized: "Unauthorized"
        case .accessDenied(let text), .invalidSignature(_, let text): text
        case .forbidden, .invalidKey: "Forbidden"
        case .missingAuthenticationToken: "Missing Authentication Token"
        case .throttled: "Too Many Requests"
        case .quotaExceeded: "Limit Exceeded"
        case .tooLarge: "Request Too Long"
        case .unsupportedMediaType: "Unsupported Media Type"
        case .missingParameters(let names):
            "Missing required request parameters: [\(names.joined(separator: ", "))]"
        case .invalidBody: "Invalid request body"
        case .integrationFailed, .misconfigured: "Internal server error"
        case .unreachable: "Network error communicating with endpoint"
        case .integrationTimedOut: "Endpoint request timed out"
        }
    }

    /// What the API's owner should know and the caller is not told.
    var reason: String? {
        switch self {
        case .misconfigured(let text), .authorizerFailed(let text), .authorizerMisconfigured(let text): text
        default: nil
        }
    }

    /// What was found wrong in a body.
    var validation: String? {
        if case .invalidBody(let errors) = self { "[\(errors.joined(separator: ", "))]" } else { nil }
    }

    /// The answer as it is where no API says otherwise.
    func parts(requestID: String) -> ResponseParts {
        var body = JSONObject()
        switch self {
        // AWS spells this one with a capital letter.
        case .accessDenied: body["Message"] = .string(message)
        case .authorizerFailed, .authorizerMisconfigured: body["message"] = .null
        default: body["message"] = .string(message)
        }
        return ResponseParts(
            status: status,
            headers: [
                ("Content-Type", MediaType.json), ("x-amzn-RequestId", requestID),
                ("x-amzn-ErrorType", errorType),
            ], body: JSON.object(body).utf8)
    }
}

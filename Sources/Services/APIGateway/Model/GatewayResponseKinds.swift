internal import APIGatewayInterface
internal import Velocity

/// The kinds of answers that a gateway gives itself.
enum GatewayResponseKinds {
    static let template = #"{"message":$context.error.messageString}"#

    private static let statuses: [String: Int?] = [
        "ACCESS_DENIED": 403, "API_CONFIGURATION_ERROR": 500, "AUTHORIZER_CONFIGURATION_ERROR": 500,
        "AUTHORIZER_FAILURE": 500, "BAD_REQUEST_BODY": 400, "BAD_REQUEST_PARAMETERS": 400,
        "DEFAULT_4XX": nil, "DEFAULT_5XX": nil, "EXPIRED_TOKEN": 403, "INTEGRATION_FAILURE": 504,
        "INTEGRATION_TIMEOUT": 504, "INVALID_API_KEY": 403, "INVALID_SIGNATURE": 403,
        "MISSING_AUTHENTICATION_TOKEN": 403, "QUOTA_EXCEEDED": 429, "REQUEST_TOO_LARGE": 413,
        "RESOURCE_NOT_FOUND": 404, "THROTTLED": 429, "UNAUTHORIZED": 401, "UNSUPPORTED_MEDIA_TYPE": 415,
        "WAF_FILTERED": 403,
    ]

    static var names: [String] { statuses.keys.sorted() }

    /// The status that a kind has where nothing else is said; nil for the two that stand for others.
    static func status(_ kind: String) -> Int? { statuses[kind] ?? nil }

    static func check(_ kind: String) throws {
        guard statuses[kind] != nil else {
            throw BadRequestException("Invalid gateway response type specified: \(kind)")
        }
    }

    /// The answer of a kind: an API's own, that of the kinds it belongs to, or the usual one.
    static func response(_ kind: String, of own: [String: GatewayResponse]) -> GatewayResponse {
        if let response = own[kind] { return response }
        var response = GatewayResponse(
            responseType: kind, statusCode: status(kind).map { String($0) }, responseParameters: [:],
            responseTemplates: [MediaType.json: template], defaultResponse: true)
        let common = (status(kind) ?? 0) >= 500 ? "DEFAULT_5XX" : "DEFAULT_4XX"
        guard status(kind) != nil, let general = own[common] else { return response }
        response.statusCode = general.statusCode ?? response.statusCode
        response.responseParameters = general.responseParameters
        response.responseTemplates = general.responseTemplates
        return response
    }

    static let parameterPrefix = "gatewayresponse.header."

    /// What an API says about a kind, with what it leaves open filled in.
    static func checked(_ given: GatewayResponse) throws -> GatewayResponse {
        let kind = given.responseType ?? ""
        try check(kind)
        var response = given
        for (name, source) in given.responseParameters ?? [:] {
            guard name.hasPrefix(parameterPrefix), name.utf8.count > parameterPrefix.utf8.count else {
                throw BadRequestException("Invalid response parameter specified: \(name)")
            }
            switch MappingExpression(source) {
            case nil, .responseHeader?, .responseBody?:
                throw BadRequestException("Invalid mapping expression specified: \(source)")
            default: continue
            }
        }
        if let code = given.statusCode {
            guard let status = Int(code), (100...599).contains(status) else {
                throw BadRequestException("Invalid status code \(code)")
            }
        }
        response.statusCode = given.statusCode ?? status(kind).map { String($0) }
        response.responseParameters = given.responseParameters ?? [:]
        let templates = given.responseTemplates ?? [:]
        response.responseTemplates = templates.isEmpty ? [MediaType.json: template] : templates
        response.defaultResponse = false
        return response
    }

    static func checkTemplates(_ response: GatewayResponse) throws {
        for (type, text) in response.responseTemplates ?? [:] {
            do throws(VelocityError) {
                _ = try VelocityTemplate(parsing: text)
            } catch {
                throw BadRequestException("Invalid response template for \(type): \(error.text)")
            }
        }
    }

    static func apply(_ patch: Patch, to response: inout GatewayResponse) throws {
        let wrong = BadRequestException("Invalid patch path \(patch.spelled)")
        switch (patch.op, patch.path.first ?? "", patch.path.count) {
        case ("replace", "statusCode", 1): response.statusCode = try patch.text()
        case ("add", "responseParameters", 2), ("replace", "responseParameters", 2):
            let name = patch.path[1]
            guard let value = patch.value, !value.isEmpty else {
                throw BadRequestException("Invalid null or empty value in responseParameters")
            }
            guard patch.op == "add" || response.responseParameters?[name] != nil else {
                throw NotFoundException("Invalid parameter name specified")
            }
            response.responseParameters = response.responseParameters ?? [:]
            response.responseParameters?[name] = value
        case ("remove", "responseParameters", 2): response.responseParameters?[patch.path[1]] = nil
        case ("add", "responseTemplates", 2), ("replace", "responseTemplates", 2):
            guard let value = patch.value, !value.isEmpty else {
                throw BadRequestException("Invalid null or empty value in responseTemplates")
            }
            response.responseTemplates = response.responseTemplates ?? [:]
            response.responseTemplates?[patch.path[1]] = value
        case ("remove", "responseTemplates", 2): response.responseTemplates?[patch.path[1]] = nil
        default: throw wrong
        }
    }
}

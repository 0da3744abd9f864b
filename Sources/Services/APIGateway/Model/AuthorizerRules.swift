internal import APIGatewayInterface
internal import Wire

/// What an authorizer may say.
enum AuthorizerRules {
    /// Seconds for which an answer counts where none are stated, and at most.
    static let lifetimeUsual = 300
    static let lifetimeMax = 3600

    static func check(_ authorizer: Authorizer, _ operation: String) throws {
        let type = authorizer.type ?? ""
        try Unsupported.refuse(
            operation,
            [
                ("type \(type)", type != "TOKEN" && type != "REQUEST"),
                ("providerARNs", authorizer.providerARNs?.isEmpty == false),
            ])
        guard let uri = authorizer.authorizerUri, FunctionURI(uri) != nil else {
            throw BadRequestException("Authorizer URI must be a valid function ARN")
        }
        let seconds = authorizer.authorizerResultTtlInSeconds ?? lifetimeUsual
        guard (0...lifetimeMax).contains(seconds) else {
            throw BadRequestException("Authorizer result TTL must be between 0 and \(lifetimeMax) seconds")
        }
        try checkSources(authorizer, isCached: seconds > 0)
        if let text = authorizer.identityValidationExpression, !text.isEmpty {
            try Unsupported.refuse(
                operation,
                [("the identityValidationExpression \(text)", !Pattern("^(?:\(text))$").isSupported)])
        }
    }

    private static func checkSources(_ authorizer: Authorizer, isCached: Bool) throws {
        let texts = split(authorizer.identitySource)
        for text in texts {
            switch MappingExpression(text) {
            case .request(.header, _)?: continue
            case .request(.querystring, _)? where authorizer.type == "REQUEST": continue
            case .context?, .stageVariable?:
                if authorizer.type == "REQUEST" { continue }
            default: break
            }
            throw BadRequestException("Invalid identity source specified: \(text)")
        }
        if authorizer.type == "TOKEN", texts.count != 1 {
            throw BadRequestException("Invalid identity source specified: one request header is required")
        }
        if authorizer.type == "REQUEST", isCached, texts.isEmpty {
            throw BadRequestException("Identity source is required when caching is enabled")
        }
    }

    private static func split(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    static func sources(_ text: String?) -> [MappingExpression] {
        split(text).compactMap(MappingExpression.init)
    }

    static func apply(_ patch: Patch, to authorizer: inout Authorizer) throws {
        switch (patch.op, patch.path) {
        case ("replace", ["name"]): authorizer.name = try patch.text()
        case ("replace", ["authorizerUri"]): authorizer.authorizerUri = try patch.text()
        case ("replace", ["authorizerCredentials"]): authorizer.authorizerCredentials = patch.value
        case ("replace", ["identitySource"]): authorizer.identitySource = try patch.text()
        case ("replace", ["identityValidationExpression"]):
            authorizer.identityValidationExpression = patch.value
        case ("replace", ["authorizerResultTtlInSeconds"]):
            authorizer.authorizerResultTtlInSeconds = try patch.integer()
        case ("replace", ["type"]): authorizer.type = try patch.text()
        case ("replace", ["authType"]): authorizer.authType = patch.value
        default: throw BadRequestException("Invalid patch path \(patch.spelled)")
        }
    }
}

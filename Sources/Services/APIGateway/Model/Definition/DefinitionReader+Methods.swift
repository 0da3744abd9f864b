internal import APIGatewayInterface
internal import Wire

extension DefinitionReader {
    private static let methodNames = [
        "get": "GET", "put": "PUT", "post": "POST", "delete": "DELETE", "options": "OPTIONS", "head": "HEAD",
        "patch": "PATCH", "x-amazon-apigateway-any-method": "ANY",
    ]

    private static let methodExtensionsKnown: Set<String> = [
        "x-amazon-apigateway-auth", "x-amazon-apigateway-integration",
        "x-amazon-apigateway-request-validator",
    ]

    func path(_ parts: [String], _ value: JSON) throws -> Definition.Path {
        var path = Definition.Path(parts: parts)
        for member in value.object?.members ?? [] {
            if let name = Self.methodNames[member.name] {
                path.methods[name] = try method(name, member.value, of: value, at: path.text)
            } else if member.name.hasPrefix("x-amazon-") || member.name == "trace" {
                throw refuse("\(member.name) of \(path.text)")
            }
        }
        return path
    }

    private func method(_ name: String, _ value: JSON, of shared: JSON, at path: String) throws -> Method {
        guard let object = value.object else { throw invalid }
        for member in object.names
        where member.hasPrefix("x-amazon-") && !Self.methodExtensionsKnown.contains(member) {
            throw refuse("\(member) of \(name) \(path)")
        }
        var method = Method(
            httpMethod: name, authorizationType: "NONE", apiKeyRequired: false,
            operationName: Self.text(value["operationId"]))
        try addParameters(of: shared, to: &method)
        try addParameters(of: value, to: &method)
        try addBody(of: value, to: &method, "\(name) \(path)")
        method.requestValidatorId = validator(of: value)
        try addSecurity(of: value, to: &method, "\(name) \(path)")
        if let integration = value["x-amazon-apigateway-integration"] {
            method.methodIntegration = try self.integration(try resolved(integration), at: path)
        }
        let responses = try self.responses(value["responses"])
        if !responses.isEmpty { method.methodResponses = responses }
        return method
    }

    // MARK: What requests bring

    private func addParameters(of value: JSON, to method: inout Method) throws {
        for entry in value["parameters"]?.array ?? [] {
            let parameter = try resolved(entry)
            guard let name = Self.text(parameter["name"]), let place = Self.text(parameter["in"]) else {
                throw invalid
            }
            let spelled = ["query": "querystring", "header": "header", "path": "path"]
            guard let kind = spelled[place] else { continue }
            var parameters = method.requestParameters ?? [:]
            parameters["method.request.\(kind).\(name)"] = Self.text(parameter["required"]) == "true"
            method.requestParameters = parameters
        }
    }

    // MARK: Who may call

    private func addSecurity(of value: JSON, to method: inout Method, _ place: String) throws {
        if let auth = value["x-amazon-apigateway-auth"] {
            method.authorizationType = Self.text(auth["type"])?.uppercased()
        }
        let known = schemes
        for requirement in (value["security"] ?? root["security"])?.array ?? [] {
            for name in requirement.object?.names ?? [] {
                // A name that stands for nothing is how an operation leaves out what holds for the others.
                guard let scheme = known[name] else { continue }
                try addScheme(name, try resolved(scheme), to: &method, place)
            }
        }
    }

    private func addScheme(
        _ name: String, _ scheme: JSON, to method: inout Method, _ place: String
    ) throws {
        let kind = Self.text(scheme["x-amazon-apigateway-authtype"])?.lowercased()
        if scheme["x-amazon-apigateway-authorizer"] != nil {
            method.authorizationType = "CUSTOM"
            method.authorizerId = name
            return
        }
        if kind == "awssigv4" {
            method.authorizationType = "AWS_IAM"
        } else if Self.text(scheme["type"]) == "apiKey", Self.text(scheme["in"]) == "header",
            Self.text(scheme["name"])?.lowercased() == "x-api-key"
        {
            method.apiKeyRequired = true
        } else {
            throw refuse("security by \(name) (\(place))")
        }
    }

    private var schemes: JSONObject {
        (isSwagger ? root["securityDefinitions"] : root["components"]?["securitySchemes"])?.object
            ?? JSONObject()
    }

    private static let authorizerMembers: Set<String> = [
        "authorizerCredentials", "authorizerResultTtlInSeconds", "authorizerUri", "identitySource",
        "identityValidationExpression", "type",
    ]

    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html>
    func authorizers() throws -> [Authorizer] {
        try schemes.members.compactMap { member in
            let scheme = try resolved(member.value)
            guard let stated = scheme["x-amazon-apigateway-authorizer"] else { return nil }
            for name in stated.object?.names ?? [] where !Self.authorizerMembers.contains(name) {
                throw refuse("\(name) of the authorizer \(member.name)")
            }
            let header = Self.text(scheme["name"]) ?? "Authorization"
            var authorizer = Authorizer(
                name: member.name, type: Self.text(stated["type"])?.uppercased(),
                authType: Self.text(scheme["x-amazon-apigateway-authtype"]) ?? "custom",
                authorizerUri: Self.text(stated["authorizerUri"]),
                authorizerCredentials: Self.text(stated["authorizerCredentials"]),
                identitySource: Self.text(stated["identitySource"]),
                identityValidationExpression: Self.text(stated["identityValidationExpression"]),
                authorizerResultTtlInSeconds: Self.text(stated["authorizerResultTtlInSeconds"]).flatMap {
                    Int($0)
                })
            if authorizer.type == "TOKEN", authorizer.identitySource == nil {
                authorizer.identitySource = "method.request.header.\(header)"
            }
            try AuthorizerRules.check(authorizer, operation)
            return authorizer
        }
    }

    // MARK: What comes back

    private func responses(_ value: JSON?) throws -> [String: MethodResponse] {
        var responses: [String: MethodResponse] = [:]
        for member in value?.object?.members ?? [] {
            guard let status = Int(member.name), (100...599).contains(status) else { continue }
            let stated = try resolved(member.value)
            var response = MethodResponse(statusCode: member.name)
            for header in stated["headers"]?.object?.names ?? [] {
                response.responseParameters = response.responseParameters ?? [:]
                response.responseParameters?["method.response.header.\(header)"] = false
            }
            responses[member.name] = response
        }
        return responses
    }
}

internal import APIGatewayInterface
internal import Kernel
internal import Store

/// What a method may say.
enum MethodRules {
    static let names: Set<String> = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "ANY"]

    static func check(_ method: Method, _ operation: String) throws {
        guard names.contains(method.httpMethod ?? "") else {
            throw BadRequestException(
                "Invalid HttpMethod specified. Valid options are DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT,ANY")
        }
        let authorization = method.authorizationType ?? "NONE"
        try Unsupported.refuse(
            operation,
            [
                (
                    "authorizationType \(authorization)",
                    !["NONE", "AWS_IAM", "CUSTOM"].contains(authorization)
                ),
                ("authorizationScopes", method.authorizationScopes?.isEmpty == false),
            ])
        try checkParameters(method.requestParameters ?? [:])
    }

    /// Whether the validator and the models that a method names are there.
    static func checkReferences(
        _ method: Method, of api: String, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        if method.authorizationType == "CUSTOM" {
            let found = try method.authorizerId.flatMap {
                try Entities.find(Authorizer.self, .authorizer, parent: api, id: $0, call.scope, in: tx)
            }
            guard found != nil else { throw noAuthorizer }
        }
        if let id = method.requestValidatorId {
            let found = try Entities.find(
                RequestValidator.self, .validator, parent: api, id: id, call.scope, in: tx)
            guard found != nil else {
                throw BadRequestException("Invalid Request Validator identifier specified")
            }
        }
        for name in (method.requestModels ?? [:]).values where name != "Empty" && name != "Error" {
            guard try Entities.find(Model.self, .model, parent: api, id: name, call.scope, in: tx) != nil
            else { throw BadRequestException("Invalid model identifier specified: \(name)") }
        }
    }

    private static var noAuthorizer: BadRequestException {
        BadRequestException(
            "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer."
        )
    }

    static func apply(_ patch: Patch, to method: inout Method) throws {
        let wrong = BadRequestException("Invalid patch path \(patch.spelled)")
        switch (patch.op, patch.path.first ?? "", patch.path.count) {
        case ("replace", "authorizationType", 1):
            method.authorizationType = try patch.text()
            if method.authorizationType != "CUSTOM" { method.authorizerId = nil }
        case ("replace", "authorizerId", 1): method.authorizerId = patch.value
        case ("replace", "apiKeyRequired", 1): method.apiKeyRequired = patch.value?.lowercased() == "true"
        case ("replace", "operationName", 1): method.operationName = patch.value
        case ("replace", "requestValidatorId", 1):
            method.requestValidatorId = patch.value?.isEmpty == false ? patch.value : nil
        case ("add", "requestParameters", 2), ("replace", "requestParameters", 2):
            method.requestParameters = method.requestParameters ?? [:]
            method.requestParameters?[patch.path[1]] = patch.value?.lowercased() == "true"
        case ("remove", "requestParameters", 2): method.requestParameters?[patch.path[1]] = nil
        case ("add", "requestModels", 2):
            method.requestModels = method.requestModels ?? [:]
            method.requestModels?[patch.path[1]] = try patch.text()
        case ("replace", "requestModels", 2):
            guard method.requestModels?[patch.path[1]] != nil else {
                throw BadRequestException("Invalid patch path /\(patch.path.joined(separator: "/"))")
            }
            method.requestModels?[patch.path[1]] = try patch.text()
        case ("remove", "requestModels", 2): method.requestModels?[patch.path[1]] = nil
        case ("replace", _, _): throw wrong
        case (_, "requestParameters", _), (_, "requestModels", _): throw wrong
        default: throw BadRequestException("Invalid patch operation specified. Must be one of: [replace]")
        }
    }

    private static func checkParameters(_ parameters: [String: Bool]) throws {
        var names: Set<String> = []
        for parameter in parameters.keys {
            guard let (_, name) = MappingExpression.requestField(parameter) else {
                throw BadRequestException(
                    "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: \(parameter)]"
                )
            }
            guard names.insert(name).inserted else {
                throw BadRequestException(
                    "Parameter names must be unique across querystring, header and path")
            }
        }
    }
}

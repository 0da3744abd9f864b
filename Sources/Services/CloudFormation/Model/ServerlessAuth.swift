internal import Kernel
internal import Wire

/// Who may call the methods of an API, as `Auth` says it.
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiauth.html>
struct ServerlessAuth {
    private static let keyScheme = "api_key"
    private static let iam = "AWS_IAM"
    static let known: Set<String> = [
        "ApiKeyRequired", "Authorizers", "DefaultAuthorizer", "InvokeRole", "UsagePlan",
    ]
    static let knownOfEvents: Set<String> = ["ApiKeyRequired", "Authorizer", "InvokeRole"]

    let auth: JSON

    init(_ auth: JSON) {
        self.auth = auth
    }

    var authorizers: [JSONObject.Member] { auth["Authorizers"]?.object?.members ?? [] }

    /// Throws for what would have no effect; `stated` is what an event says.
    func check(_ stated: JSON?, _ place: String) throws {
        let names = Set(authorizers.map(\.name) + [Self.iam, "NONE"])
        guard let wanted = stated?["Authorizer"]?.string ?? auth["DefaultAuthorizer"]?.string else { return }
        guard names.contains(wanted) else { throw NotImplemented("The authorizer \(wanted) (\(place))") }
        // Calling functions in the caller's name is not done here.
        let role = (stated?["InvokeRole"] ?? auth["InvokeRole"])?.string
        if wanted == Self.iam, role != "NONE" {
            throw NotImplemented("\(Self.iam) with InvokeRole \(role ?? "CALLER_CREDENTIALS") (\(place))")
        }
    }

    /// Lets operations demand what they are to: what an event says comes first. Requests that browsers send
    /// ahead carry neither key nor token.
    func demand(in body: inout JSONObject, _ stated: [String: [String: JSON]]) {
        var paths = body["paths"]?.object ?? JSONObject()
        var used: Set<String> = []
        for path in paths.members {
            var methods = path.value.object ?? JSONObject()
            for method in methods.members where method.value["x-amazon-apigateway-integration"] != nil {
                let own = stated[path.name]?[method.name] ?? [:]
                let names = demanded(own, isAhead: method.name == "options")
                guard !names.isEmpty, var operation = method.value.object else { continue }
                let others = (operation["security"]?.array ?? []).filter { entry in
                    !names.contains { entry[$0] != nil }
                }
                operation["security"] = .array(others + names.map { JSON.object([$0: []]) })
                methods[method.name] = .object(operation)
                used.formUnion(names)
            }
            paths[path.name] = .object(methods)
        }
        body["paths"] = .object(paths)
        addSchemes(used, to: &body)
    }

    private func demanded(_ own: JSON, isAhead: Bool) -> [String] {
        var names: [String] = []
        let usual = isAhead ? nil : auth["DefaultAuthorizer"]?.string
        if let authorizer = own["Authorizer"]?.string ?? usual, authorizer != "NONE" {
            names.append(authorizer)
        }
        let isKeyed = !isAhead && auth["ApiKeyRequired"]?.scalarText == "true"
        if own["ApiKeyRequired"].map({ $0.scalarText == "true" }) ?? isKeyed { names.append(Self.keyScheme) }
        return names
    }

    private func addSchemes(_ used: Set<String>, to body: inout JSONObject) {
        if used.contains(Self.keyScheme) {
            ServerlessDefinition.addScheme(
                Self.keyScheme, ["type": "apiKey", "name": "x-api-key", "in": "header"], to: &body)
        }
        if used.contains(Self.iam) {
            ServerlessDefinition.addScheme(
                Self.iam,
                [
                    "type": "apiKey", "name": "Authorization", "in": "header",
                    "x-amazon-apigateway-authtype": "awsSigv4",
                ], to: &body)
        }
        for member in authorizers {
            ServerlessDefinition.addScheme(member.name, Self.scheme(member.value), to: &body)
        }
    }

    private static func scheme(_ stated: JSON) -> JSON {
        let identity = stated["Identity"] ?? [:]
        let isToken = (stated["FunctionPayloadType"]?.string ?? "TOKEN") == "TOKEN"
        let header = identity["Header"]?.string ?? "Authorization"
        var authorizer: JSONObject = [
            "type": isToken ? "token" : "request",
            "authorizerUri": [
                "Fn::Sub": [
                    "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations",
                    ["__FunctionArn__": stated["FunctionArn"] ?? ""],
                ]
            ],
        ]
        authorizer["authorizerCredentials"] = stated["FunctionInvokeRole"]
        authorizer["authorizerResultTtlInSeconds"] = identity["ReauthorizeEvery"]
        authorizer["identityValidationExpression"] = identity["ValidationExpression"]
        if isToken {
            authorizer["identitySource"] = .string("method.request.header.\(header)")
        } else {
            authorizer["identitySource"] = .string(sources(identity).joined(separator: ", "))
        }
        return [
            "type": "apiKey", "name": .string(isToken ? header : "Unused"), "in": "header",
            "x-amazon-apigateway-authtype": "custom", "x-amazon-apigateway-authorizer": .object(authorizer),
        ]
    }

    private static func sources(_ identity: JSON) -> [String] {
        let places = [
            ("Headers", "method.request.header."), ("QueryStrings", "method.request.querystring."),
            ("StageVariables", "stageVariables."), ("Context", "context."),
        ]
        return places.flatMap { member, prefix in
            (identity[member]?.array ?? []).compactMap(\.string).map { prefix + $0 }
        }
    }
}

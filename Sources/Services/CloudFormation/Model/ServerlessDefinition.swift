internal import Kernel
internal import Wire

/// The OpenAPI document of an API whose methods come from events.
enum ServerlessDefinition {
    static func body(_ resource: ServerlessResource, _ routes: [ServerlessRoute]) -> JSON {
        var body =
            resource.properties["DefinitionBody"]?.object ?? plain(resource)
        var paths = body["paths"]?.object ?? JSONObject()
        var keyed: [String: [String: Bool]] = [:]
        for route in routes {
            var methods = paths[route.path]?.object ?? JSONObject()
            let method = route.method == "any" ? "x-amazon-apigateway-any-method" : route.method
            var operation = methods[method]?.object ?? JSONObject()
            operation["x-amazon-apigateway-integration"] = [
                "type": "aws_proxy", "httpMethod": "POST",
                "uri": [
                    "Fn::Sub": .string(
                        "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${\(route.function)}/invocations"
                    )
                ],
            ]
            if operation["responses"] == nil { operation["responses"] = [:] }
            if let flag = route.auth["ApiKeyRequired"]?.scalarText {
                keyed[route.path, default: [:]][method] = flag == "true"
            }
            methods[method] = .object(operation)
            paths[route.path] = .object(methods)
        }
        body["paths"] = .object(paths)
        let isKeyed = resource.properties["Auth"]?["ApiKeyRequired"]?.scalarText == "true"
        demandKeys(in: &body, isKeyed, keyed)
        return .object(body)
    }

    private static func plain(_ resource: ServerlessResource) -> JSONObject {
        var body = JSONObject()
        if let version = resource.properties["OpenApiVersion"] {
            body["openapi"] = .string(version.scalarText ?? "3.0.1")
        } else {
            body["swagger"] = "2.0"
        }
        body["info"] = ["version": "1.0", "title": ["Ref": "AWS::StackName"]]
        body["paths"] = [:]
        return body
    }

    // MARK: Keys

    private static let keyScheme = "api_key"

    /// Lets operations demand a key: all of them, or those whose events say so; what an event says comes
    /// first. Requests that browsers send ahead carry no key.
    private static func demandKeys(
        in body: inout JSONObject, _ isKeyed: Bool, _ stated: [String: [String: Bool]]
    ) {
        var paths = body["paths"]?.object ?? JSONObject()
        var isUsed = false
        for path in paths.members {
            var methods = path.value.object ?? JSONObject()
            for method in methods.members where method.value["x-amazon-apigateway-integration"] != nil {
                let isWanted = stated[path.name]?[method.name] ?? (isKeyed && method.name != "options")
                guard isWanted, var operation = method.value.object else { continue }
                let others = (operation["security"]?.array ?? []).filter { $0[keyScheme] == nil }
                operation["security"] = .array(others + [.object([keyScheme: []])])
                methods[method.name] = .object(operation)
                isUsed = true
            }
            paths[path.name] = .object(methods)
        }
        guard isUsed else { return }
        body["paths"] = .object(paths)
        let scheme: JSON = ["type": "apiKey", "name": "x-api-key", "in": "header"]
        addScheme(keyScheme, scheme, to: &body)
    }

    static func addScheme(_ name: String, _ scheme: JSON, to body: inout JSONObject) {
        guard body["swagger"] == nil else {
            var schemes = body["securityDefinitions"]?.object ?? JSONObject()
            schemes[name] = scheme
            body["securityDefinitions"] = .object(schemes)
            return
        }
        var components = body["components"]?.object ?? JSONObject()
        var schemes = components["securitySchemes"]?.object ?? JSONObject()
        schemes[name] = scheme
        components["securitySchemes"] = .object(schemes)
        body["components"] = .object(components)
    }
}

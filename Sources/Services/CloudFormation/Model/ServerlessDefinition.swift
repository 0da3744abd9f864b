internal import Kernel
internal import Wire

/// The OpenAPI document of an API whose methods come from events.
enum ServerlessDefinition {
    static func body(_ resource: ServerlessResource, _ routes: [ServerlessRoute]) -> JSON {
        var body =
            resource.properties["DefinitionBody"]?.object ?? plain(resource)
        var paths = body["paths"]?.object ?? JSONObject()
        var stated: [String: [String: JSON]] = [:]
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
            stated[route.path, default: [:]][method] = route.auth
            methods[method] = .object(operation)
            paths[route.path] = .object(methods)
        }
        body["paths"] = .object(paths)
        if let cors = resource.properties["Cors"] { ServerlessCors(cors).add(to: &body) }
        ServerlessAuth(resource.properties["Auth"] ?? [:]).demand(in: &body, stated)
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

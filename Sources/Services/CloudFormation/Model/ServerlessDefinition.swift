internal import Wire

/// The OpenAPI document of an API whose methods come from events.
enum ServerlessDefinition {
    static func body(_ resource: ServerlessResource, _ routes: [ServerlessRoute]) -> JSON {
        var body =
            resource.properties["DefinitionBody"]?.object ?? [
                "swagger": "2.0", "info": ["version": "1.0", "title": ["Ref": "AWS::StackName"]],
                "paths": [:],
            ]
        var paths = body["paths"]?.object ?? JSONObject()
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
            methods[method] = .object(operation)
            paths[route.path] = .object(methods)
        }
        body["paths"] = .object(paths)
        return .object(body)
    }
}

internal import Kernel
internal import Wire

extension APIGateway {
    /// What templates can make of API Gateway.
    static var resourceTypes: [ResourceType] {
        [
            RestApiResource.type, PathResource.type, MethodResource.type, DeploymentResource.type,
            StageResource.type, ModelResource.type, RequestValidatorResource.type,
            GatewayResponseResource.type, AuthorizerResource.type, AccountResource.type, ApiKeyResource.type,
            UsagePlanResource.type,
            UsagePlanKeyResource.type,
        ]
    }
}

/// What the resource types share.
enum Templates {
    /// The property as text, where templates may also write a number or a flag.
    static func text(_ properties: JSON, _ name: String) -> String? {
        switch properties[name] {
        case .string(let text): text
        case .number(let digits): digits
        case .bool(let flag): flag ? "true" : "false"
        default: nil
        }
    }

    static func flag(_ properties: JSON, _ name: String) -> JSON? {
        text(properties, name).map { .bool($0 == "true") }
    }

    static func number(_ properties: JSON, _ name: String) -> JSON? {
        text(properties, name).map { .number($0) }
    }

    /// The members of `properties` under their names in the API.
    static func input(_ properties: JSON, _ names: [(property: String, member: String)]) -> JSONObject {
        var object = JSONObject()
        for (property, member) in names {
            if let value = text(properties, property) { object[member] = .string(value) }
        }
        return object
    }

    static func replace(_ path: String, _ value: String) -> JSON {
        ["op": "replace", "path": .string(path), "value": .string(value)]
    }

    /// Runs a deletion; what is gone needs none.
    static func remove(_ action: String, _ input: JSON, _ call: Kernel.Call) async throws {
        do {
            _ = try await call.invoke("apigateway:\(action)", input)
        } catch let failure as any Failure where failure.code == "NotFoundException" {
            return
        }
    }

    /// Gives what has this path, such as `/apikeys/a1b2`, the tags of the template.
    static func updateTags(_ path: String, _ request: ResourceRequest) async throws {
        let arn = ARN(service: "apigateway", region: request.call.region, account: "", resource: path)
        try await request.updateTags(
            ["resourceArn": .string(arn.description)],
            TagOperations(
                "apigateway:TagResource", "apigateway:UntagResource", keys: "tagKeys", tags: "tags",
                listed: false))
    }
}

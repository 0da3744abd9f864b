internal import CloudFormationInterface
internal import Kernel
internal import Wire

/// The plain resources that come out of the transform.
struct ServerlessExpansion {
    var resources = JSONObject()
    let conditions: Set<String>
    /// Attributes that resources of the transform answer through another resource: `Function.Alias` and
    /// the like.
    private var aliases: [String: String] = [:]
    /// Methods of the API that events make without naming one.
    private var implicitRoutes: [ServerlessRoute] = []
    /// What buckets of the template are to tell functions, and the permission that must be there before.
    var notifications: [String: [(JSON, String)]] = [:]
    private var explicitRoutes: [String: [ServerlessRoute]] = [:]

    /// The logical id of the API that is made when an event names none.
    static let implicitAPI = "ServerlessRestApi"

    init(conditions: Set<String>) {
        self.conditions = conditions
    }

    mutating func expand(_ resource: ServerlessResource, _ type: String) throws {
        switch type {
        case "AWS::Serverless::Function": try expandFunction(resource)
        case "AWS::Serverless::SimpleTable": try expandTable(resource)
        case "AWS::Serverless::Api": try expandAPI(resource)
        default: throw NotImplemented("\(type) (\(resource.name))")
        }
    }

    mutating func addRoute(_ route: ServerlessRoute, to api: String?) {
        if let api {
            explicitRoutes[api, default: []].append(route)
        } else {
            implicitRoutes.append(route)
        }
    }

    // MARK: Tables

    private mutating func expandTable(_ resource: ServerlessResource) throws {
        try resource.check(
            [
                "PrimaryKey", "ProvisionedThroughput", "TableName", "Tags", "SSESpecification",
                "PointInTimeRecoverySpecification",
            ],
            "AWS::Serverless::SimpleTable")
        let key = resource.properties["PrimaryKey"]
        let name = key?["Name"] ?? "id"
        let type: JSON =
            switch key?["Type"]?.string {
            case "Number": "N"
            case "Binary": "B"
            default: "S"
            }
        var table: JSONObject = [
            "AttributeDefinitions": [["AttributeName": name, "AttributeType": type]],
            "KeySchema": [["AttributeName": name, "KeyType": "HASH"]],
        ]
        if let throughput = resource.properties["ProvisionedThroughput"] {
            table["ProvisionedThroughput"] = throughput
        } else {
            table["BillingMode"] = "PAY_PER_REQUEST"
        }
        for property in ["TableName", "SSESpecification", "PointInTimeRecoverySpecification"] {
            table[property] = resource.properties[property]
        }
        if resource.properties["Tags"] != nil { table["Tags"] = resource.tags() }
        resources[resource.name] = resource.plain("AWS::DynamoDB::Table", table)
    }

    // MARK: APIs

    private mutating func expandAPI(_ resource: ServerlessResource) throws {
        try resource.check(
            [
                "Name", "StageName", "DefinitionBody", "Variables", "Tags", "Description", "TracingEnabled",
                "EndpointConfiguration", "BinaryMediaTypes", "MethodSettings", "OpenApiVersion",
            ],
            "AWS::Serverless::Api")
        guard let stage = resource.properties["StageName"] else {
            throw ValidationError(
                "Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document. Number of errors found: 1. Resource with id [\(resource.name)] is invalid. Missing required property 'StageName'."
            )
        }
        // Routes of events are added once every function has been seen.
        resources[resource.name] = resource.plain("AWS::ApiGateway::RestApi", [:])
        apis.append((resource, stage))
    }

    private var apis: [(resource: ServerlessResource, stage: JSON)] = []

    mutating func addImplicitAPI(globals: ServerlessGlobals) {
        for (resource, stage) in apis {
            addAPI(resource, stage: stage, routes: explicitRoutes[resource.name] ?? [])
        }
        guard !implicitRoutes.isEmpty else { return }
        let resource = ServerlessResource(
            name: Self.implicitAPI, declaration: [:], properties: globals.of("AWS::Serverless::Api"))
        addAPI(resource, stage: "Prod", routes: implicitRoutes)
    }

    private mutating func addAPI(_ resource: ServerlessResource, stage: JSON, routes: [ServerlessRoute]) {
        let name = resource.name
        let body = ServerlessDefinition.body(resource, routes)
        var api: JSONObject = ["Body": body]
        api["Name"] = resource.properties["Name"]
        for property in ["Description", "EndpointConfiguration", "BinaryMediaTypes"] {
            api[property] = resource.properties[property]
        }
        if resource.properties["Tags"] != nil { api["Tags"] = resource.tags() }
        let digest = Digest.hex(Digest.sha1(body.utf8)).prefix(10)
        let deployment = "\(name)Deployment\(digest)"
        let stageName = stage.string.map { $0.filter { $0.isLetter || $0.isNumber } } ?? ""
        let stageID = "\(name)\(stageName)Stage"
        resources[name] = resource.plain("AWS::ApiGateway::RestApi", api)
        resources[deployment] = resource.companion(
            "AWS::ApiGateway::Deployment",
            ["RestApiId": ["Ref": .string(name)], "Description": .string("RestApi deployment id: \(digest)")])
        var settings: JSONObject = [
            "RestApiId": ["Ref": .string(name)], "DeploymentId": ["Ref": .string(deployment)],
            "StageName": stage,
        ]
        for property in ["Variables", "TracingEnabled", "MethodSettings"] {
            settings[property] = resource.properties[property]
        }
        resources[stageID] = resource.companion("AWS::ApiGateway::Stage", settings)
        aliases["\(name).Stage"] = stageID
        aliases["\(name).Deployment"] = deployment
    }

    // MARK: References to what the transform made

    mutating func alias(_ name: String, _ target: String) { aliases[name] = target }

    /// The template with references such as `!Ref Api.Stage` pointing to the resources that were made.
    func renamed(_ value: JSON) -> JSON {
        switch value {
        case .array(let elements): return .array(elements.map(renamed))
        case .object(let object):
            if object.count == 1, let name = object["Ref"]?.string, let target = aliases[name] {
                return ["Ref": .string(target)]
            }
            var result = JSONObject()
            for member in object.members { result[member.name] = renamed(member.value) }
            return .object(result)
        default: return value
        }
    }
}

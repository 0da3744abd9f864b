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
    /// APIs of the template, with the names of their stages.
    var apis: [(resource: ServerlessResource, stage: JSON)] = []
    /// Methods of the API that events make without naming one.
    var implicitRoutes: [ServerlessRoute] = []
    /// What buckets of the template are to tell functions, and the permission that must be there before.
    var notifications: [String: [(JSON, String)]] = [:]
    var explicitRoutes: [String: [ServerlessRoute]] = [:]

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

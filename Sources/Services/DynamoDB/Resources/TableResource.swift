internal import Kernel
internal import Wire

/// `AWS::DynamoDB::Table` in terms of the service's own actions.
///
/// An update compares what is wanted with what the table is, not with what the template was, so that it may
/// be repeated wherever it was interrupted.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html>
enum TableResource {
    /// Properties that `CreateTable` takes as they are.
    private static let same = [
        "AttributeDefinitions", "KeySchema", "BillingMode", "ProvisionedThroughput", "GlobalSecondaryIndexes",
        "LocalSecondaryIndexes", "DeletionProtectionEnabled", "TableClass",
    ]

    static let type = ResourceType(
        "AWS::DynamoDB::Table",
        properties: Set(same).union([
            "StreamSpecification", "TableName", "Tags", "TimeToLiveSpecification",
        ]),
        required: ["KeySchema"], createOnly: ["TableName", "KeySchema", "LocalSecondaryIndexes"],
        attributes: ["Arn", "StreamArn"], find: find, create: create, update: update, delete: delete)

    /// What is served of properties that are structures.
    private static let members: [String: Set<String>] = [
        "GlobalSecondaryIndexes": ["IndexName", "KeySchema", "Projection", "ProvisionedThroughput"],
        "LocalSecondaryIndexes": ["IndexName", "KeySchema", "Projection"],
        "StreamSpecification": ["StreamViewType"],
        "TimeToLiveSpecification": ["AttributeName", "Enabled"],
    ]

    private static func check(_ properties: JSON) throws(NotImplemented) {
        for (name, served) in members.sorted(by: { $0.key < $1.key }) {
            guard let value = properties[name] else { continue }
            for structure in value.array ?? [value] {
                for member in structure.object?.names ?? [] where !served.contains(member) {
                    throw NotImplemented("The property \(name).\(member) of AWS::DynamoDB::Table")
                }
            }
        }
    }

    private static let nameCharactersMax = 255

    private static func name(_ request: ResourceRequest) -> String {
        request.string("TableName") ?? String(request.generatedName.suffix(nameCharactersMax))
    }

    private static func state(_ name: String, _ description: JSON?) -> ResourceState {
        var attributes = ["Arn": description?["TableArn"] ?? .null]
        if description?["StreamSpecification"]?["StreamEnabled"] == true {
            attributes["StreamArn"] = description?["LatestStreamArn"]
        }
        return ResourceState(physicalID: name, attributes: attributes)
    }

    private static func describe(_ name: String, _ request: ResourceRequest) async throws -> JSON {
        try await request.invoke("dynamodb:DescribeTable", ["TableName": .string(name)])["Table"] ?? [:]
    }

    private static func find(_ request: ResourceRequest) async throws -> ResourceState? {
        do {
            return state(name(request), try await describe(name(request), request))
        } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
            return nil
        }
    }

    private static func create(_ request: ResourceRequest) async throws -> ResourceState {
        try check(request.properties)
        let name = name(request)
        var input: JSONObject = ["TableName": .string(name)]
        for property in same { input[property] = request.properties[property] }
        if let view = view(request) { input["StreamSpecification"] = view }
        if !request.wantedTags.isEmpty { input["Tags"] = request.tagList }
        let answer = try await request.invoke("dynamodb:CreateTable", .object(input))
        try await setExpiry(name, request)
        return state(name, answer["TableDescription"])
    }

    private static func update(_ request: ResourceRequest, _ state: ResourceState) async throws
        -> ResourceState
    {
        try check(request.properties)
        guard !changesTypes(request) else { throw ReplacementRequired() }
        let name = state.physicalID
        let indexes = TableIndexChanges(table: name, request)
        try await indexes.removeOld()
        try await setFacts(name, request)
        try await indexes.addNew()
        try await setStream(name, request)
        try await setExpiry(name, request)
        let arn = state.attributes["Arn"] ?? ""
        try await request.updateTags(
            ["ResourceArn": arn], TagOperations("dynamodb:TagResource", "dynamodb:UntagResource"))
        return Self.state(name, try await describe(name, request))
    }

    private static func delete(_ request: ResourceRequest, _ state: ResourceState) async throws {
        do {
            _ = try await request.invoke("dynamodb:DeleteTable", ["TableName": .string(state.physicalID)])
        } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
            // What is gone needs no deletion.
        }
    }

    /// Whether an attribute that is part of a key gets another type.
    private static func changesTypes(_ request: ResourceRequest) -> Bool {
        let before = request.previous?["AttributeDefinitions"]?.array ?? []
        let after = request.properties["AttributeDefinitions"]?.array ?? []
        return before.contains { old in
            after.contains {
                $0["AttributeName"] == old["AttributeName"] && $0["AttributeType"] != old["AttributeType"]
            }
        }
    }

    // MARK: Facts

    private static func setFacts(_ name: String, _ request: ResourceRequest) async throws {
        let table = try await describe(name, request)
        let mode = request.string("BillingMode") ?? "PROVISIONED"
        let isNewMode = mode != table["BillingModeSummary"]?["BillingMode"]?.string ?? "PROVISIONED"
        var input = JSONObject()
        if isNewMode { input["BillingMode"] = .string(mode) }
        if let wanted = request.properties["ProvisionedThroughput"],
            !Capacity(wanted).isSame(table["ProvisionedThroughput"])
        {
            input["ProvisionedThroughput"] = wanted
        }
        let isProtected = request.bool("DeletionProtectionEnabled") ?? false
        if isProtected != table["DeletionProtectionEnabled"]?.bool ?? false {
            input["DeletionProtectionEnabled"] = .bool(isProtected)
        }
        let tableClass = request.string("TableClass") ?? "STANDARD"
        if tableClass != table["TableClassSummary"]?["TableClass"]?.string ?? "STANDARD" {
            input["TableClass"] = .string(tableClass)
        }
        let capacities = TableIndexChanges.capacities(request, table)
        if !capacities.isEmpty { input["GlobalSecondaryIndexUpdates"] = .array(capacities) }
        guard !input.isEmpty else { return }
        input["TableName"] = .string(name)
        _ = try await request.invoke("dynamodb:UpdateTable", .object(input))
    }

    /// Provisioned capacity, whether a template or an answer tells it.
    struct Capacity {
        let read: Int?
        let write: Int?

        init(_ throughput: JSON?) {
            read = throughput?["ReadCapacityUnits"]?.scalarText.flatMap { Int($0) }
            write = throughput?["WriteCapacityUnits"]?.scalarText.flatMap { Int($0) }
        }

        func isSame(_ throughput: JSON?) -> Bool {
            let other = Capacity(throughput)
            return read == other.read && write == other.write
        }
    }

    // MARK: Stream

    private static func view(_ request: ResourceRequest) -> JSON? {
        request.properties["StreamSpecification"]?["StreamViewType"]?.scalarText.map {
            ["StreamEnabled": true, "StreamViewType": .string($0)]
        }
    }

    /// A stream of another view is another stream.
    private static func setStream(_ name: String, _ request: ResourceRequest) async throws {
        let (table, wanted) = (try await describe(name, request), view(request))
        let present = table["StreamSpecification"]
        guard present?["StreamViewType"] != wanted?["StreamViewType"] else { return }
        func set(_ specification: JSON) async throws {
            _ = try await request.invoke(
                "dynamodb:UpdateTable", ["TableName": .string(name), "StreamSpecification": specification])
        }
        if present != nil { try await set(["StreamEnabled": false]) }
        if let wanted { try await set(wanted) }
    }

    // MARK: Expiry

    private static func setExpiry(_ name: String, _ request: ResourceRequest) async throws {
        let table: JSON = ["TableName": .string(name)]
        let present = try await request.invoke("dynamodb:DescribeTimeToLive", table)["TimeToLiveDescription"]
        let isPresent = ["ENABLED", "ENABLING"].contains(present?["TimeToLiveStatus"]?.string ?? "")
        let specification = request.properties["TimeToLiveSpecification"]
        let isWanted = specification?["Enabled"]?.scalarText?.lowercased() == "true"
        let attribute = specification?["AttributeName"]
        if isPresent {
            guard !isWanted || attribute != present?["AttributeName"] else { return }
            try await set(false, present?["AttributeName"], name, request)
        }
        if isWanted { try await set(true, attribute, name, request) }
    }

    private static func set(
        _ isEnabled: Bool, _ attribute: JSON?, _ name: String, _ request: ResourceRequest
    ) async throws {
        var specification: JSONObject = ["Enabled": .bool(isEnabled)]
        specification["AttributeName"] = attribute
        _ = try await request.invoke(
            "dynamodb:UpdateTimeToLive",
            ["TableName": .string(name), "TimeToLiveSpecification": .object(specification)])
    }
}

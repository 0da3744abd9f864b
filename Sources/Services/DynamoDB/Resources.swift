internal import Kernel
internal import Wire

extension DynamoDB {
    /// Requests name tables by name or ARN; tags name them by ARN.
    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        resources.map { resource in
            ARN(resource.value) ?? call.scope.arn(Self.name, "table/\(resource.value)")
        }
    }

    static var resourceTypes: [ResourceType] {
        [
            ResourceType(
                "AWS::DynamoDB::Table",
                properties: [
                    "TableName", "AttributeDefinitions", "KeySchema", "BillingMode", "ProvisionedThroughput",
                    "GlobalSecondaryIndexes", "LocalSecondaryIndexes", "Tags", "TimeToLiveSpecification",
                    "DeletionProtectionEnabled", "TableClass",
                ],
                required: ["KeySchema"], createOnly: ["TableName", "KeySchema", "LocalSecondaryIndexes"],
                create: { try await TableResource.create($0) },
                update: { try await TableResource.update($0, $1) },
                delete: {
                    _ = try await $0.call.invoke(
                        "dynamodb:DeleteTable", ["TableName": .string($1.physicalID)])
                }
            )
        ]
    }
}

/// `AWS::DynamoDB::Table` in terms of the service's own actions.
enum TableResource {
    /// Properties that `CreateTable` takes as they are.
    private static let same = [
        "AttributeDefinitions", "KeySchema", "BillingMode", "ProvisionedThroughput", "GlobalSecondaryIndexes",
        "LocalSecondaryIndexes", "DeletionProtectionEnabled", "TableClass",
    ]

    static func create(_ request: ResourceRequest) async throws -> ResourceState {
        let name = request.properties["TableName"]?.string ?? request.generatedName
        var input: JSON = ["TableName": .string(name)]
        for property in same {
            if let value = request.properties[property] { input = input.with(property, typed(value)) }
        }
        let tags = tags(of: request)
        if !tags.isEmpty { input = input.with("Tags", .array(tags)) }
        let answer = try await request.call.invoke("dynamodb:CreateTable", input)
        if let specification = request.properties["TimeToLiveSpecification"],
            typed(specification)["Enabled"]?.bool == true
        {
            try await setExpiry(specification, name, request)
        }
        return state(name, answer["TableDescription"])
    }

    static func update(_ request: ResourceRequest, _ state: ResourceState) async throws -> ResourceState {
        let name = state.physicalID
        for change in indexChanges(request) { try await updateTable(name, change, request) }
        var input: JSON = [:]
        for property in ["BillingMode", "ProvisionedThroughput", "DeletionProtectionEnabled", "TableClass"] {
            guard let value = request.properties[property], value != request.previous?[property] else {
                continue
            }
            input = input.with(property, typed(value))
        }
        if input != [:] { try await updateTable(name, input, request) }
        try await updateExpiry(name, request)
        try await updateTags(state, request)
        let answer = try await request.call.invoke("dynamodb:DescribeTable", ["TableName": .string(name)])
        return Self.state(name, answer["Table"])
    }

    private static func state(_ name: String, _ description: JSON?) -> ResourceState {
        ResourceState(physicalID: name, attributes: ["Arn": description?["TableArn"] ?? .null])
    }

    private static func updateTable(_ name: String, _ change: JSON, _ request: ResourceRequest) async throws {
        _ = try await request.call.invoke("dynamodb:UpdateTable", change.with("TableName", .string(name)))
    }

    /// One call for each index that is new or gone; an index whose key changed is both.
    private static func indexChanges(_ request: ResourceRequest) -> [JSON] {
        let before = request.previous?["GlobalSecondaryIndexes"]?.array ?? []
        let after = request.properties["GlobalSecondaryIndexes"]?.array ?? []
        var changes: [JSON] = []
        for old in before where !after.contains(where: { isSame($0, old) }) {
            let name = old["IndexName"] ?? .null
            changes.append(["GlobalSecondaryIndexUpdates": [["Delete": ["IndexName": name]]]])
        }
        for new in after {
            if let old = before.first(where: { isSame($0, new) }) {
                let throughput = new["ProvisionedThroughput"]
                guard let throughput, throughput != old["ProvisionedThroughput"] else { continue }
                let update: JSON = [
                    "IndexName": new["IndexName"] ?? .null, "ProvisionedThroughput": typed(throughput),
                ]
                changes.append(["GlobalSecondaryIndexUpdates": [["Update": update]]])
            } else {
                changes.append([
                    "GlobalSecondaryIndexUpdates": [["Create": typed(new)]],
                    "AttributeDefinitions": request.properties["AttributeDefinitions"] ?? [],
                ])
            }
        }
        return changes
    }

    private static func isSame(_ a: JSON, _ b: JSON) -> Bool {
        a["IndexName"] == b["IndexName"] && a["KeySchema"] == b["KeySchema"]
            && a["Projection"] == b["Projection"]
    }

    private static func setExpiry(
        _ specification: JSON, _ name: String, _ request: ResourceRequest
    ) async throws {
        _ = try await request.call.invoke(
            "dynamodb:UpdateTimeToLive",
            ["TableName": .string(name), "TimeToLiveSpecification": typed(specification)])
    }

    private static func updateExpiry(_ name: String, _ request: ResourceRequest) async throws {
        let before = request.previous?["TimeToLiveSpecification"].map(typed)
        let after = request.properties["TimeToLiveSpecification"].map(typed)
        guard before != after else { return }
        if let before, before["Enabled"]?.bool == true {
            try await setExpiry(before.with("Enabled", false), name, request)
        }
        if let after, after["Enabled"]?.bool == true { try await setExpiry(after, name, request) }
    }

    // MARK: Tags

    private static func tags(of request: ResourceRequest) -> [JSON] {
        var tags = request.tags
        for tag in request.properties["Tags"]?.array ?? [] {
            if let key = tag["Key"]?.string { tags[key] = tag["Value"]?.string ?? "" }
        }
        return tags.sorted { $0.key < $1.key }.map { ["Key": .string($0.key), "Value": .string($0.value)] }
    }

    private static func updateTags(_ state: ResourceState, _ request: ResourceRequest) async throws {
        guard let arn = state.attributes["Arn"] else { return }
        let wanted = tags(of: request)
        let keys = wanted.compactMap { $0["Key"]?.string }
        let gone = (request.previous?["Tags"]?.array ?? []).compactMap { $0["Key"]?.string }
            .filter { !keys.contains($0) }
        if !gone.isEmpty {
            _ = try await request.call.invoke(
                "dynamodb:UntagResource", ["ResourceArn": arn, "TagKeys": .array(gone.map { .string($0) })])
        }
        if !wanted.isEmpty {
            _ = try await request.call.invoke(
                "dynamodb:TagResource", ["ResourceArn": arn, "Tags": .array(wanted)])
        }
    }

    // MARK: Types

    private static let numbers: Set = ["ReadCapacityUnits", "WriteCapacityUnits"]
    private static let booleans: Set = ["Enabled", "DeletionProtectionEnabled"]

    /// Templates may write numbers and booleans as texts; the API takes them by their types.
    private static func typed(_ value: JSON) -> JSON {
        switch value {
        case .array(let elements): return .array(elements.map(typed))
        case .object(let object):
            var result = JSONObject()
            for member in object.members {
                switch member.value {
                case .string(let text) where numbers.contains(member.name) && Int(text) != nil:
                    result[member.name] = .number(text)
                case .string(let text) where booleans.contains(member.name):
                    result[member.name] = .bool(text == "true")
                default: result[member.name] = typed(member.value)
                }
            }
            return .object(result)
        case .string("true"): return true
        case .string("false"): return false
        default: return value
        }
    }
}

extension JSON {
    /// The object with one more member.
    func with(_ name: String, _ value: JSON) -> JSON {
        guard case .object(var object) = self else { return self }
        object[name] = value
        return .object(object)
    }
}

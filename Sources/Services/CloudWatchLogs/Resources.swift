internal import Kernel
internal import Store
internal import Wire

extension CloudWatchLogs {
    /// The policies of the account and of the group let services write to it; the delivery sources of an
    /// account take what its services say.
    func resourcePolicy(of arn: ARN, in tx: borrowing Transaction) throws -> String? {
        if arn.resource == Self.anySource {
            return Self.sourcePolicy
        }
        guard arn.resource.hasPrefix("log-group:"),
            let scope = try kernel.scopes.known(account: arn.account, region: arn.region, in: tx)
        else { return nil }
        let group = Group.arn(Group.name(in: arn.description), scope).description
        let policies =
            try Policies.of("", scope, in: tx) + Policies.of(group, scope, in: tx)
        guard !policies.isEmpty else { return nil }
        var statements: [JSON] = []
        for policy in policies {
            switch try JSON(parsing: policy.document)["Statement"] {
            case .array(let several)?: statements += several
            case let one?: statements.append(one)
            case nil: break
            }
        }
        return JSON.object(["Version": "2012-10-17", "Statement": .array(Self.renamed(statements))]).text
    }

    /// What services send records to.
    private static let anySource = "delivery-source:*"
    /// Whether a resource's logs are delivered was decided when its source was made.
    private static let sourcePolicy = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",\
        "Action":"\(vendedAction)","Resource":"*"}]}
        """

    /// Statements of several policies in one, where their names would not be unique.
    private static func renamed(_ statements: [JSON]) -> [JSON] {
        statements.enumerated().map { index, statement in
            guard var object = statement.object, object["Sid"] != nil else { return statement }
            object["Sid"] = .string("s\(index)")
            return .object(object)
        }
    }

    static var resourceTypes: [ResourceType] {
        [
            logGroupType, logStreamType, DeliverySourceResource.type, DeliveryDestinationResource.type,
            DeliveryResource.type, ResourcePolicyResource.type,
        ]
    }

    private static let logGroupType = ResourceType(
        "AWS::Logs::LogGroup", properties: ["LogGroupName", "RetentionInDays", "Tags"],
        createOnly: ["LogGroupName"], attributes: ["Arn"],
        find: { request in
            let name = request.properties["LogGroupName"]?.string ?? request.generatedName
            let found = try await request.call.invoke(
                "logs:DescribeLogGroups", ["logGroupNamePrefix": .string(name), "limit": 1])
            // The shortest name with the prefix comes first.
            let first = found["logGroups"]?.array?.first?["logGroupName"]?.string
            return first == name ? state(name, request) : nil
        },
        create: { request in
            let name = request.properties["LogGroupName"]?.string ?? request.generatedName
            var input: JSONObject = ["logGroupName": .string(name)]
            if !request.wantedTags.isEmpty { input["tags"] = request.tagMap }
            _ = try await request.call.invoke("logs:CreateLogGroup", .object(input))
            try await setRetention(name, request)
            return state(name, request)
        },
        update: { request, old in
            try await setRetention(old.physicalID, request)
            try await request.updateTags(
                ["resourceArn": .string(Group.arn(old.physicalID, request.call.scope).description)],
                .logs)
            return state(old.physicalID, request)
        },
        delete: { request, old in
            _ = try await request.call.invoke(
                "logs:DeleteLogGroup", ["logGroupName": .string(old.physicalID)])
        })

    private static let logStreamType = ResourceType(
        "AWS::Logs::LogStream", properties: ["LogGroupName", "LogStreamName"], required: ["LogGroupName"],
        createOnly: ["LogGroupName", "LogStreamName"],
        find: { request in
            let name = request.properties["LogStreamName"]?.string ?? request.generatedName
            let found = try await request.call.invoke(
                "logs:DescribeLogStreams",
                [
                    "logGroupName": request.properties["LogGroupName"] ?? "",
                    "logStreamNamePrefix": .string(name),
                    "limit": 1,
                ])
            let first = found["logStreams"]?.array?.first?["logStreamName"]?.string
            return first == name ? ResourceState(physicalID: name) : nil
        },
        create: { request in
            let name = request.properties["LogStreamName"]?.string ?? request.generatedName
            _ = try await request.call.invoke(
                "logs:CreateLogStream",
                ["logGroupName": request.properties["LogGroupName"] ?? "", "logStreamName": .string(name)])
            return ResourceState(physicalID: name)
        },
        update: { _, old in old },
        delete: { request, old in
            _ = try await request.call.invoke(
                "logs:DeleteLogStream",
                [
                    "logGroupName": request.properties["LogGroupName"] ?? "",
                    "logStreamName": .string(old.physicalID),
                ])
        })

    private static func setRetention(_ name: String, _ request: ResourceRequest) async throws {
        if let days = request.properties["RetentionInDays"] {
            // Templates spell numbers as text as often as not.
            let number = days.integer ?? days.string.flatMap { Int($0) } ?? 0
            _ = try await request.call.invoke(
                "logs:PutRetentionPolicy",
                ["logGroupName": .string(name), "retentionInDays": .number(String(number))])
        } else if request.previous?["RetentionInDays"] != nil {
            _ = try await request.call.invoke("logs:DeleteRetentionPolicy", ["logGroupName": .string(name)])
        }
    }

    private static func state(_ name: String, _ request: ResourceRequest) -> ResourceState {
        ResourceState(
            physicalID: name,
            attributes: ["Arn": .string("\(Group.arn(name, request.call.scope)):*")])
    }
}

extension TagOperations {
    static let logs = TagOperations(
        "logs:TagResource", "logs:UntagResource", keys: "tagKeys", tags: "tags", listed: false)
}

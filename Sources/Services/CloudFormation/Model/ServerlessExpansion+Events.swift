internal import CloudFormationInterface
internal import Kernel
internal import Wire

extension ServerlessExpansion {
    /// Makes what lets an event reach the function; answers the managed policies that the function needs
    /// for it.
    mutating func expandEvent(_ name: String, _ event: JSON, of resource: ServerlessResource) throws -> [JSON]
    {
        let properties = event["Properties"] ?? [:]
        let id = resource.name + name
        switch event["Type"]?.string ?? "" {
        case "Api": try addAPIEvent(id, properties, resource)
        case "SQS":
            addMapping(id, source: properties["Queue"], properties, resource)
            return ["arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"]
        case "Kinesis":
            addMapping(id, source: properties["Stream"], properties, resource)
            return ["arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole"]
        case "DynamoDB":
            addMapping(id, source: properties["Stream"], properties, resource)
            return ["arn:aws:iam::aws:policy/service-role/AWSLambdaDynamoDBExecutionRole"]
        case "SNS": try addSubscription(id, properties, resource)
        case "S3": try addNotification(id, properties, resource)
        case "EventBridgeRule", "CloudWatchEvent": try addRule(id, properties, resource)
        case "Schedule": try addSchedule(id, properties, resource)
        case "ScheduleV2": try addScheduleV2(id, properties, resource)
        case let type: throw NotImplemented("Events of the type \(type) (\(resource.name), \(name))")
        }
        return []
    }

    /// What events call: the function's alias where it has one, the function otherwise.
    static func arn(_ resource: ServerlessResource) -> JSON {
        resource.aliasID.map { ["Ref": .string($0)] } ?? ["Fn::GetAtt": [.string(resource.name), "Arn"]]
    }

    private static func name(_ resource: ServerlessResource) -> JSON {
        ["Ref": .string(resource.aliasID ?? resource.name)]
    }

    static func refuseOthers(
        _ properties: JSON, _ known: Set<String>, _ type: String, _ resource: ServerlessResource
    ) throws {
        for name in properties.object?.names ?? [] where !known.contains(name) {
            throw NotImplemented("The property \(name) of \(type) events (\(resource.name))")
        }
    }

    private mutating func permit(
        _ id: String, principal: String, source: JSON?, _ resource: ServerlessResource
    ) {
        var permission: JSONObject = [
            "Action": "lambda:InvokeFunction", "FunctionName": Self.name(resource),
            "Principal": .string(principal),
        ]
        permission["SourceArn"] = source
        resources[id + "Permission"] = resource.companion("AWS::Lambda::Permission", permission)
    }

    // MARK: Kinds of events

    private mutating func addAPIEvent(_ id: String, _ properties: JSON, _ resource: ServerlessResource) throws
    {
        try Self.refuseOthers(properties, ["Path", "Method", "RestApiId", "Auth"], "Api", resource)
        let auth = properties["Auth"] ?? [:]
        try Self.refuseOthers(auth, ServerlessAuth.knownOfEvents, "Auth of Api", resource)
        guard let path = properties["Path"]?.string, let method = properties["Method"]?.string?.lowercased()
        else {
            throw ValidationError(
                "Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document. Number of errors found: 1. Resource with id [\(id)] is invalid. Event is missing a Path or Method."
            )
        }
        var api: String?
        if let given = properties["RestApiId"] {
            guard let name = given["Ref"]?.string ?? given.string else {
                throw NotImplemented("RestApiId that is no reference (\(resource.name))")
            }
            api = name
        }
        addRoute(
            ServerlessRoute(
                path: path, method: method, function: resource.aliasID ?? "\(resource.name).Arn", auth: auth),
            to: api)
        let apiID = api ?? Self.implicitAPI
        let spelled = path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("{") ? "*" : String($0) }.joined(separator: "/")
        let verb = method == "any" ? "*" : method.uppercased()
        let source = JSON.object([
            "Fn::Sub": [
                .string(
                    "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/${__Stage__}/\(verb)\(spelled)"
                ), ["__ApiId__": ["Ref": .string(apiID)], "__Stage__": "*"],
            ]
        ])
        permit(id, principal: "apigateway.amazonaws.com", source: source, resource)
    }

    private mutating func addMapping(
        _ id: String, source: JSON?, _ properties: JSON, _ resource: ServerlessResource
    ) {
        var mapping = properties.object ?? JSONObject()
        mapping["Queue"] = nil
        mapping["Stream"] = nil
        mapping["EventSourceArn"] = source
        mapping["FunctionName"] = Self.name(resource)
        resources[id] = resource.companion("AWS::Lambda::EventSourceMapping", mapping)
    }

    private mutating func addSubscription(
        _ id: String, _ properties: JSON, _ resource: ServerlessResource
    ) throws {
        try Self.refuseOthers(
            properties, ["Topic", "Region", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy"], "SNS",
            resource)
        var subscription: JSONObject = ["Protocol": "lambda", "Endpoint": Self.arn(resource)]
        subscription["TopicArn"] = properties["Topic"]
        for name in ["Region", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy"] {
            subscription[name] = properties[name]
        }
        permit(id, principal: "sns.amazonaws.com", source: properties["Topic"], resource)
        resources[id] = resource.companion("AWS::SNS::Subscription", subscription)
    }

    /// A bucket tells of its objects itself, so the bucket of this template is changed.
    private mutating func addNotification(
        _ id: String, _ properties: JSON, _ resource: ServerlessResource
    ) throws {
        try Self.refuseOthers(properties, ["Bucket", "Events", "Filter"], "S3", resource)
        guard let bucket = properties["Bucket"]?["Ref"]?.string ?? properties["Bucket"]?.string else {
            throw NotImplemented("An S3 event without a reference to a bucket (\(resource.name))")
        }
        permit(id, principal: "s3.amazonaws.com", source: nil, resource)
        let events = properties["Events"]?.array ?? [properties["Events"] ?? ""]
        for event in events {
            var configuration: JSONObject = ["Event": event, "Function": Self.arn(resource)]
            configuration["Filter"] = properties["Filter"]
            notifications[bucket, default: []].append((.object(configuration), id + "Permission"))
        }
    }

    private mutating func addRule(_ id: String, _ properties: JSON, _ resource: ServerlessResource) throws {
        try Self.refuseOthers(
            properties,
            [
                "Pattern", "EventBusName", "Input", "InputPath", "InputTransformer", "DeadLetterConfig",
                "RetryPolicy",
                "State", "Enabled", "RuleName", "Target",
            ], "EventBridgeRule", resource)
        var rule = JSONObject()
        rule["EventPattern"] = properties["Pattern"]
        rule["EventBusName"] = properties["EventBusName"]
        rule["Name"] = properties["RuleName"]
        addTarget(&rule, id, properties, resource)
    }

    private mutating func addSchedule(_ id: String, _ properties: JSON, _ resource: ServerlessResource) throws
    {
        try Self.refuseOthers(
            properties,
            [
                "Schedule", "Input", "Enabled", "State", "Name", "Description", "DeadLetterConfig",
                "RetryPolicy",
            ],
            "Schedule", resource)
        var rule = JSONObject()
        rule["ScheduleExpression"] = properties["Schedule"]
        rule["Name"] = properties["Name"]
        rule["Description"] = properties["Description"]
        addTarget(&rule, id, properties, resource)
    }

    private mutating func addTarget(
        _ rule: inout JSONObject, _ id: String, _ properties: JSON, _ resource: ServerlessResource
    ) {
        if let state = properties["State"] {
            rule["State"] = state
        } else if let isEnabled = properties["Enabled"] {
            rule["State"] = isEnabled.scalarText == "false" ? "DISABLED" : "ENABLED"
        }
        var target: JSONObject = [
            "Arn": Self.arn(resource), "Id": properties["Target"]?["Id"] ?? .string(id + "LambdaTarget"),
        ]
        for name in ["Input", "InputPath", "InputTransformer", "RetryPolicy"] {
            target[name] = properties[name]
        }
        if let queue = properties["DeadLetterConfig"]?["Arn"] { target["DeadLetterConfig"] = ["Arn": queue] }
        rule["Targets"] = [.object(target)]
        resources[id] = resource.companion("AWS::Events::Rule", rule)
        permit(id, principal: "events.amazonaws.com", source: ["Fn::GetAtt": [.string(id), "Arn"]], resource)
    }

    /// Gives the buckets of the template what events asked of them.
    mutating func addNotifications() throws {
        for (bucket, entries) in notifications.sorted(by: { $0.key < $1.key }) {
            guard case .object(var declaration)? = resources[bucket],
                declaration["Type"]?.string == "AWS::S3::Bucket"
            else {
                throw ValidationError(
                    "Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document. Number of errors found: 1. Resource with id [\(bucket)] is invalid. S3 events must reference an S3 bucket in the same template."
                )
            }
            var properties = declaration["Properties"]?.object ?? JSONObject()
            var configuration = properties["NotificationConfiguration"]?.object ?? JSONObject()
            var lambdas = configuration["LambdaConfigurations"]?.array ?? []
            var needs = declaration["DependsOn"].map { $0.array ?? [$0] } ?? []
            for (entry, permission) in entries {
                lambdas.append(entry)
                if !needs.contains(.string(permission)) { needs.append(.string(permission)) }
            }
            configuration["LambdaConfigurations"] = .array(lambdas)
            properties["NotificationConfiguration"] = .object(configuration)
            declaration["Properties"] = .object(properties)
            declaration["DependsOn"] = .array(needs)
            resources[bucket] = .object(declaration)
        }
    }
}

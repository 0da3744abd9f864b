internal import Kernel
internal import Wire

extension CloudWatchLogs {
    static var resourceTypes: [ResourceType] { [logGroupType, logStreamType] }

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
                TagOperations(
                    "logs:TagResource", "logs:UntagResource", keys: "tagKeys", tags: "tags", listed: false))
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

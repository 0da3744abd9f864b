internal import Kernel
internal import Wire

/// `AWS::Events::EventBus`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbus.html>
enum EventBusResource {
    static let type = ResourceType(
        "AWS::Events::EventBus",
        properties: [
            "Description", "EventSourceName", "LogConfig", "Name", "Policy", "Tags",
        ],
        required: ["Name"], createOnly: ["EventSourceName", "Name"], attributes: ["Arn", "Name", "Policy"],
        find: { request in
            do {
                return try await state(request.string("Name") ?? "", request)
            } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
                return nil
            }
        },
        create: { request in
            let name = request.string("Name") ?? ""
            var input: JSONObject = ["Name": .string(name)]
            input["EventSourceName"] = request.string("EventSourceName").map { .string($0) }
            input["Description"] = request.string("Description").map { .string($0) }
            input["LogConfig"] = request.properties["LogConfig"]
            input["Tags"] = request.tagList
            try await request.invoke("events:CreateEventBus", .object(input))
            try await setPolicy(name, request)
            return try await state(name, request)
        },
        update: { request, old in
            let name = old.physicalID
            var input: JSONObject = [
                "Name": .string(name), "Description": .string(request.string("Description") ?? ""),
            ]
            // What a template does not say any more is not logged any more.
            let isEnded = request.previous?["LogConfig"] != nil
            input["LogConfig"] = request.properties["LogConfig"] ?? (isEnded ? ["Level": "OFF"] : nil)
            try await request.invoke("events:UpdateEventBus", .object(input))
            try await setPolicy(name, request)
            try await request.updateTags(["ResourceARN": old.attributes["Arn"] ?? ""], .events)
            return try await state(name, request)
        },
        delete: { request, old in
            try await request.invoke("events:DeleteEventBus", ["Name": .string(old.physicalID)])
        })

    private static func setPolicy(_ name: String, _ request: ResourceRequest) async throws {
        if let policy = request.document("Policy") {
            try await request.invoke(
                "events:PutPermission", ["EventBusName": .string(name), "Policy": .string(policy)])
        } else if request.previous?["Policy"] != nil {
            try await request.invoke(
                "events:RemovePermission", ["EventBusName": .string(name), "RemoveAllPermissions": true])
        }
    }

    private static func state(_ name: String, _ request: ResourceRequest) async throws -> ResourceState {
        let bus = try await request.invoke("events:DescribeEventBus", ["Name": .string(name)])
        var attributes: [String: JSON] = ["Arn": bus["Arn"] ?? "", "Name": .string(name)]
        attributes["Policy"] = bus["Policy"]
        return ResourceState(physicalID: name, attributes: attributes)
    }
}

internal import Kernel
internal import Wire

/// `AWS::Events::Rule`, with its targets.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html>
enum RuleResource {
    private static let settings = [
        "Description", "EventPattern", "RoleArn", "ScheduleExpression", "State",
    ]

    static let type = ResourceType(
        "AWS::Events::Rule", properties: Set(settings + ["EventBusName", "Name", "Tags", "Targets"]),
        createOnly: ["EventBusName", "Name"], attributes: ["Arn"],
        find: { request in
            do {
                let rule = try await request.invoke("events:DescribeRule", naming("Name", request))
                return state(rule["Arn"]?.string ?? "", request)
            } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
                return nil
            }
        },
        create: { request in
            let arn = try await put(request)
            try await setTargets(request)
            return state(arn, request)
        },
        update: { request, old in
            let arn = try await put(request)
            try await setTargets(request)
            try await request.updateTags(["ResourceARN": .string(arn)], .events)
            return state(arn, request)
        },
        delete: { request, _ in
            do {
                try await removeTargets(except: [], request)
                try await request.invoke("events:DeleteRule", naming("Name", request))
            } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
                // A rule that is gone is deleted.
            }
        })

    private static func name(_ request: ResourceRequest) -> String {
        request.string("Name") ?? request.generatedName
    }

    /// Rules of other buses than the default one are known by both names.
    private static func state(_ arn: String, _ request: ResourceRequest) -> ResourceState {
        let bus = request.string("EventBusName").map { $0.split(separator: "/").last.map(String.init) ?? $0 }
        let name = name(request)
        let id = bus.map { $0 == "default" ? name : "\($0)|\(name)" } ?? name
        return ResourceState(physicalID: id, attributes: ["Arn": .string(arn)])
    }

    private static func naming(_ member: String, _ request: ResourceRequest) -> JSON {
        var input: JSONObject = [member: .string(name(request))]
        input["EventBusName"] = request.properties["EventBusName"]
        return .object(input)
    }

    private static func put(_ request: ResourceRequest) async throws -> String {
        var input = naming("Name", request).object ?? JSONObject()
        for setting in settings { input[setting] = request.properties[setting] }
        input["Tags"] = request.tagList
        return try await request.invoke("events:PutRule", .object(input))["RuleArn"]?.string ?? ""
    }

    private static func setTargets(_ request: ResourceRequest) async throws {
        let targets = request.properties["Targets"]?.array ?? []
        try await removeTargets(except: Set(targets.compactMap { $0["Id"]?.scalarText }), request)
        guard !targets.isEmpty else { return }
        var input = naming("Rule", request).object ?? JSONObject()
        input["Targets"] = .array(targets)
        try await request.invoke("events:PutTargets", .object(input))
    }

    private static func removeTargets(except kept: Set<String>, _ request: ResourceRequest) async throws {
        let naming = naming("Rule", request)
        let present = try await request.invoke("events:ListTargetsByRule", naming)["Targets"]?.array ?? []
        let gone = present.compactMap { $0["Id"]?.string }.filter { !kept.contains($0) }
        guard !gone.isEmpty else { return }
        var input = naming.object ?? JSONObject()
        input["Ids"] = .array(gone.map { .string($0) })
        try await request.invoke("events:RemoveTargets", .object(input))
    }
}

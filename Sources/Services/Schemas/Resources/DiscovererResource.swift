internal import Kernel
internal import Wire

/// `AWS::EventSchemas::Discoverer`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eventschemas-discoverer.html>
enum DiscovererResource {
    static let type = ResourceType(
        "AWS::EventSchemas::Discoverer", properties: ["CrossAccount", "Description", "SourceArn", "Tags"],
        required: ["SourceArn"], createOnly: ["SourceArn"],
        attributes: ["CrossAccount", "DiscovererArn", "DiscovererId", "State"],
        find: { request in try await Absence.isNil { try await state(request) } },
        create: { request in
            var input: JSONObject = ["SourceArn": request.properties["SourceArn"] ?? ""]
            for name in ["CrossAccount", "Description"] { input[name] = request.properties[name] }
            input["tags"] = request.tagMap
            try await request.invoke("schemas:CreateDiscoverer", .object(input))
            return try await state(request)
        },
        update: { request, old in
            var input: JSONObject = ["DiscovererId": .string(id(request))]
            input["CrossAccount"] = request.properties["CrossAccount"] ?? true
            input["Description"] = request.properties["Description"] ?? ""
            try await request.invoke("schemas:UpdateDiscoverer", .object(input))
            try await request.updateTags(["ResourceArn": .string(old.physicalID)], .schemas)
            return try await state(request)
        },
        delete: { request, _ in
            try await Absence.delete(
                "schemas:DeleteDiscoverer", ["DiscovererId": .string(id(request))], request)
        })

    private static func id(_ request: ResourceRequest) -> String {
        request.string("SourceArn").flatMap { ARN($0) }.map { StoredDiscoverer.name(of: $0) } ?? ""
    }

    private static func state(_ request: ResourceRequest) async throws -> ResourceState {
        let found = try await request.invoke(
            "schemas:DescribeDiscoverer", ["DiscovererId": .string(id(request))])
        var attributes: [String: JSON] = [:]
        for name in ["CrossAccount", "DiscovererArn", "DiscovererId", "State"] {
            attributes[name] = found[name]
        }
        return ResourceState(physicalID: found["DiscovererArn"]?.string ?? "", attributes: attributes)
    }
}

internal import Kernel
internal import Wire

/// `AWS::EventSchemas::Registry`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eventschemas-registry.html>
enum RegistryResource {
    static let type = ResourceType(
        "AWS::EventSchemas::Registry", properties: ["Description", "RegistryName", "Tags"],
        createOnly: ["RegistryName"], attributes: ["RegistryArn", "RegistryName"],
        find: { request in try await Absence.isNil { try await state(request) } },
        create: { request in
            var input: JSONObject = ["RegistryName": .string(name(request))]
            input["Description"] = request.properties["Description"]
            input["tags"] = request.tagMap
            try await request.invoke("schemas:CreateRegistry", .object(input))
            return try await state(request)
        },
        update: { request, old in
            try await request.invoke(
                "schemas:UpdateRegistry",
                [
                    "RegistryName": .string(name(request)),
                    "Description": request.properties["Description"] ?? "",
                ])
            try await request.updateTags(["ResourceArn": .string(old.physicalID)], .schemas)
            return old
        },
        delete: { request, _ in
            try await Absence.delete(
                "schemas:DeleteRegistry", ["RegistryName": .string(name(request))], request)
        })

    private static func name(_ request: ResourceRequest) -> String {
        request.string("RegistryName") ?? String(request.generatedName.suffix(NameRules.registryLengthMax))
    }

    private static func state(_ request: ResourceRequest) async throws -> ResourceState {
        let found = try await request.invoke(
            "schemas:DescribeRegistry", ["RegistryName": .string(name(request))])
        let arn = found["RegistryArn"] ?? ""
        return ResourceState(
            physicalID: arn.string ?? "",
            attributes: ["RegistryArn": arn, "RegistryName": .string(name(request))])
    }
}

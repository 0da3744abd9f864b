internal import Kernel
internal import Wire

/// `AWS::EventSchemas::Schema`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eventschemas-schema.html>
enum SchemaResource {
    static let type = ResourceType(
        "AWS::EventSchemas::Schema",
        properties: ["Content", "Description", "RegistryName", "SchemaName", "Tags", "Type"],
        required: ["Content", "RegistryName", "Type"], createOnly: ["RegistryName", "SchemaName"],
        attributes: ["LastModified", "SchemaArn", "SchemaName", "SchemaVersion", "VersionCreatedDate"],
        find: { request in try await Absence.isNil { try await state(request) } },
        create: { request in
            var input = naming(request)
            for name in ["Content", "Description", "Type"] { input[name] = request.properties[name] }
            input["tags"] = request.tagMap
            try await request.invoke("schemas:CreateSchema", .object(input))
            return try await state(request)
        },
        update: { request, old in
            var input = naming(request)
            for name in ["Content", "Type"] { input[name] = request.properties[name] }
            input["Description"] = request.properties["Description"] ?? ""
            try await request.invoke("schemas:UpdateSchema", .object(input))
            try await request.updateTags(["ResourceArn": .string(old.physicalID)], .schemas)
            return try await state(request)
        },
        delete: { request, _ in
            try await Absence.delete("schemas:DeleteSchema", .object(naming(request)), request)
        })

    private static func naming(_ request: ResourceRequest) -> JSONObject {
        let name = request.string("SchemaName") ?? request.generatedName
        return ["RegistryName": request.properties["RegistryName"] ?? "", "SchemaName": .string(name)]
    }

    private static func state(_ request: ResourceRequest) async throws -> ResourceState {
        let found = try await request.invoke("schemas:DescribeSchema", .object(naming(request)))
        var attributes: [String: JSON] = [:]
        for name in ["LastModified", "SchemaArn", "SchemaName", "SchemaVersion", "VersionCreatedDate"] {
            attributes[name] = found[name]
        }
        return ResourceState(physicalID: found["SchemaArn"]?.string ?? "", attributes: attributes)
    }
}

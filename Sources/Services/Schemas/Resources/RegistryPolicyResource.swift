internal import Kernel
internal import Wire

/// `AWS::EventSchemas::RegistryPolicy`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eventschemas-registrypolicy.html>
enum RegistryPolicyResource {
    static let type = ResourceType(
        "AWS::EventSchemas::RegistryPolicy", properties: ["Policy", "RegistryName", "RevisionId"],
        required: ["Policy", "RegistryName"], createOnly: ["RegistryName"], attributes: ["Id"],
        create: { request in try await put(request) },
        update: { request, _ in try await put(request) },
        delete: { request, _ in
            try await Absence.delete(
                "schemas:DeleteResourcePolicy",
                ["RegistryName": request.properties["RegistryName"] ?? ""], request)
        })

    private static func put(_ request: ResourceRequest) async throws -> ResourceState {
        var input: JSONObject = ["Policy": .string(request.document("Policy") ?? "")]
        for name in ["RegistryName", "RevisionId"] { input[name] = request.properties[name] }
        let answer = try await request.invoke("schemas:PutResourcePolicy", .object(input))
        let name = request.string("RegistryName") ?? ""
        return ResourceState(physicalID: name, attributes: ["Id": answer["RevisionId"] ?? ""])
    }
}

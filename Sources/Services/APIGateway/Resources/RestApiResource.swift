internal import Kernel
internal import Wire

/// `AWS::ApiGateway::RestApi`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-restapi.html>
enum RestApiResource {
    static let type = ResourceType(
        "AWS::ApiGateway::RestApi",
        properties: [
            "ApiKeySourceType", "BinaryMediaTypes", "Body", "BodyS3Location", "Description",
            "EndpointConfiguration", "FailOnWarnings", "Mode", "Name", "Parameters", "Tags",
        ],
        createOnly: ["ApiKeySourceType", "BinaryMediaTypes", "EndpointConfiguration"],
        attributes: ["RestApiId", "RootResourceId"],
        create: { request in
            var input = Templates.input(
                request.properties, [("Description", "description"), ("ApiKeySourceType", "apiKeySource")])
            input["name"] = .string(
                Templates.text(request.properties, "Name")
                    ?? Templates.text(request.properties["Body"]?["info"] ?? [:], "title")
                    ?? request.generatedName)
            input["binaryMediaTypes"] = request.properties["BinaryMediaTypes"]
            if let types = request.properties["EndpointConfiguration"]?["Types"] {
                input["endpointConfiguration"] = ["types": types]
            }
            input["tags"] = request.tagMap
            let made = try await request.call.invoke("apigateway:CreateRestApi", .object(input))
            let id = made["id"]?.string ?? ""
            do {
                try await putBody(request, id, mode: "overwrite")
            } catch {
                // What failed halfway belongs to no resource that somebody could remove.
                try await Templates.remove("DeleteRestApi", ["restApiId": .string(id)], request.call)
                throw error
            }
            return ResourceState(
                physicalID: id,
                attributes: [
                    "RestApiId": made["id"] ?? .null, "RootResourceId": made["rootResourceId"] ?? .null,
                ])
        },
        update: { request, state in
            try await putBody(
                request, state.physicalID, mode: Templates.text(request.properties, "Mode") ?? "overwrite")
            if request.properties["Body"] == nil { try await describe(request, state.physicalID) }
            try await Templates.updateTags("/restapis/\(state.physicalID)", request)
            return state
        },
        delete: { request, state in
            try await Templates.remove(
                "DeleteRestApi", ["restApiId": .string(state.physicalID)], request.call)
        })

    /// Name and description of the template hold against those of the document.
    private static func describe(_ request: ResourceRequest, _ id: String) async throws {
        var patches: [JSON] = []
        if let name = Templates.text(request.properties, "Name") {
            patches.append(Templates.replace("/name", name))
        }
        let description = Templates.text(request.properties, "Description")
        if description != nil || request.previous?["Description"] != nil {
            patches.append(Templates.replace("/description", description ?? ""))
        }
        for type in request.properties["BinaryMediaTypes"]?.array ?? [] {
            let spelled = (type.string ?? "").replacing("~", with: "~0").replacing("/", with: "~1")
            patches.append(["op": "add", "path": .string("/binaryMediaTypes/\(spelled)")])
        }
        guard !patches.isEmpty else { return }
        _ = try await request.call.invoke(
            "apigateway:UpdateRestApi", ["restApiId": .string(id), "patchOperations": .array(patches)])
    }

    private static func putBody(_ request: ResourceRequest, _ id: String, mode: String) async throws {
        guard let body = try await body(request) else { return }
        var input: JSONObject = [
            "restApiId": .string(id), "mode": .string(mode), "body": .string(Base64.encoded(body)),
        ]
        input["failOnWarnings"] = Templates.flag(request.properties, "FailOnWarnings")
        if let parameters = request.properties["Parameters"] { input["parameters"] = parameters }
        _ = try await request.call.invoke("apigateway:PutRestApi", .object(input))
        try await describe(request, id)
    }

    private static func body(_ request: ResourceRequest) async throws -> [UInt8]? {
        if let body = request.properties["Body"] { return (body.string.map { Array($0.utf8) }) ?? body.utf8 }
        guard let place = request.properties["BodyS3Location"] else { return nil }
        for name in place.object?.names ?? [] where !["Bucket", "Key", "Version"].contains(name) {
            throw CommonFailure("ValidationError", "Unsupported property: BodyS3Location.\(name)")
        }
        let input = Templates.input(place, [("Bucket", "Bucket"), ("Key", "Key"), ("Version", "VersionId")])
        guard let stream = try await request.call.stream("s3:GetObject", .object(input)) else { return nil }
        var bytes: [UInt8] = []
        while let chunk = try await stream.next() {
            bytes += chunk
            guard bytes.count <= DefinitionReader.sizeMax else { break }
        }
        return bytes
    }
}

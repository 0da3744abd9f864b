internal import Kernel
internal import Wire

/// `AWS::ApiGateway::Resource`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-resource.html>
enum PathResource {
    static let type = ResourceType(
        "AWS::ApiGateway::Resource", properties: ["ParentId", "PathPart", "RestApiId"],
        required: ["ParentId", "PathPart", "RestApiId"], createOnly: ["ParentId", "PathPart", "RestApiId"],
        attributes: ["ResourceId"],
        create: { request in
            let input = Templates.input(
                request.properties,
                [("RestApiId", "restApiId"), ("ParentId", "parentId"), ("PathPart", "pathPart")])
            let made = try await request.call.invoke("apigateway:CreateResource", .object(input))
            return ResourceState(
                physicalID: made["id"]?.string ?? "", attributes: ["ResourceId": made["id"] ?? .null])
        },
        update: { _, state in state },
        delete: { request, state in
            let api = Templates.text(request.properties, "RestApiId") ?? ""
            try await Templates.remove(
                "DeleteResource", ["restApiId": .string(api), "resourceId": .string(state.physicalID)],
                request.call)
        })
}

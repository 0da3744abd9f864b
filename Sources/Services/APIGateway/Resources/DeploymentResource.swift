internal import Kernel
internal import Wire

/// `AWS::ApiGateway::Deployment`: keeps the API as it is when the deployment is made.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html>
enum DeploymentResource {
    static let type = ResourceType(
        "AWS::ApiGateway::Deployment", properties: ["Description", "RestApiId", "StageName"],
        required: ["RestApiId"], createOnly: ["Description", "RestApiId", "StageName"],
        attributes: ["DeploymentId"],
        create: { request in
            let input = Templates.input(
                request.properties,
                [("RestApiId", "restApiId"), ("Description", "description"), ("StageName", "stageName")])
            let made = try await request.call.invoke("apigateway:CreateDeployment", .object(input))
            return ResourceState(
                physicalID: made["id"]?.string ?? "", attributes: ["DeploymentId": made["id"] ?? .null])
        },
        update: { _, state in state },
        delete: { request, state in
            let api = JSON.string(Templates.text(request.properties, "RestApiId") ?? "")
            // The stage that the deployment made goes with it.
            if let stage = Templates.text(request.properties, "StageName") {
                try await Templates.remove(
                    "DeleteStage", ["restApiId": api, "stageName": .string(stage)], request.call)
            }
            try await Templates.remove(
                "DeleteDeployment", ["restApiId": api, "deploymentId": .string(state.physicalID)],
                request.call)
        })
}

internal import Kernel
internal import Wire

/// `AWS::Lambda::Version`. A version never changes: every other property makes a new one.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html>
enum VersionResource {
    // Publishing once more what was published answers the same version, so a repeated creation finds its own.
    static let type = ResourceType(
        "AWS::Lambda::Version", properties: ["FunctionName", "Description", "CodeSha256"],
        required: ["FunctionName"], createOnly: ["FunctionName", "Description", "CodeSha256"],
        attributes: ["Version", "FunctionArn"],
        create: { request in
            let properties = ResourceProperties(request)
            let answer = try await request.invoke(
                "lambda:PublishVersion", properties.input(["FunctionName", "Description", "CodeSha256"]))
            return ResourceState(
                physicalID: answer["FunctionArn"]?.string ?? "",
                attributes: ["Version": answer["Version"] ?? "", "FunctionArn": answer["FunctionArn"] ?? ""])
        },
        update: { _, state in state },
        delete: { request, state in
            _ = try await request.invoke(
                "lambda:DeleteFunction", ["FunctionName": .string(state.physicalID)])
        })
}

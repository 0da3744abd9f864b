internal import Kernel
internal import Wire

/// `AWS::Lambda::Permission`. Every change makes a new statement.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html>
enum PermissionResource {
    private static let names = [
        "FunctionName", "Action", "Principal", "SourceArn", "SourceAccount", "EventSourceToken",
        "PrincipalOrgID", "FunctionUrlAuthType", "InvokedViaFunctionUrl",
    ]

    static let type = ResourceType(
        "AWS::Lambda::Permission", properties: Set(names), required: ["FunctionName", "Action", "Principal"],
        createOnly: Set(names), attributes: ["Id"],
        find: { request in
            let answer = try await ResourceProperties(request).find("lambda:GetPolicy", ["FunctionName"])
            guard let text = answer?["Policy"]?.string else { return nil }
            let statements = try JSON(parsing: text)["Statement"]?.array ?? []
            return statements.contains { $0["Sid"]?.string == sid(request) } ? state(request) : nil
        },
        create: { request in
            _ = try await request.invoke(
                "lambda:AddPermission",
                ResourceProperties(request).input(names, ["StatementId": .string(sid(request))]))
            return state(request)
        },
        update: { _, state in state },
        delete: { request, state in
            _ = try await request.invoke(
                "lambda:RemovePermission",
                ResourceProperties(request).input(
                    ["FunctionName"], ["StatementId": .string(state.physicalID)]))
        })

    private static func sid(_ request: ResourceRequest) -> String {
        String(request.generatedName.prefix(100))
    }

    private static func state(_ request: ResourceRequest) -> ResourceState {
        ResourceState(physicalID: sid(request), attributes: ["Id": .string(sid(request))])
    }
}

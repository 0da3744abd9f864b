internal import Kernel
internal import Wire

/// `AWS::Lambda::Permission`. Every change makes a new statement.
enum PermissionResource {
    private static let names = [
        "FunctionName", "Action", "Principal", "SourceArn", "SourceAccount", "EventSourceToken",
        "PrincipalOrgID",
        "FunctionUrlAuthType", "InvokedViaFunctionUrl",
    ]

    static let type = ResourceType(
        "AWS::Lambda::Permission", properties: Set(names), required: ["FunctionName", "Action", "Principal"],
        createOnly: Set(names),
        create: { request in
            let sid = String(request.generatedName.prefix(100))
            _ = try await request.call.invoke(
                "lambda:AddPermission",
                ResourceProperties(request).input(names, ["StatementId": .string(sid)]))
            return ResourceState(physicalID: sid, attributes: ["Id": .string(sid)])
        },
        update: { _, state in state },
        delete: { request, state in
            _ = try await request.call.invoke(
                "lambda:RemovePermission",
                ResourceProperties(request).input(
                    ["FunctionName"], ["StatementId": .string(state.physicalID)]))
        })
}

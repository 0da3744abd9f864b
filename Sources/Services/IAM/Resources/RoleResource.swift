internal import Kernel
internal import Wire

/// `AWS::IAM::Role`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html>
enum RoleResource {
    static let type = ResourceType(
        "AWS::IAM::Role",
        properties: [
            "AssumeRolePolicyDocument", "Description", "ManagedPolicyArns", "MaxSessionDuration", "Path",
            "PermissionsBoundary", "Policies", "RoleName", "Tags",
        ],
        required: ["AssumeRolePolicyDocument"], createOnly: ["Path", "RoleName"],
        attributes: ["Arn", "RoleId"],
        find: { request in
            let found = try await request.look("iam:GetRole", ["RoleName": .string(name(request))])
            return found.map { state($0["Role"]) }
        },
        create: { request in
            var input: JSONObject = ["RoleName": .string(name(request))]
            for member in ["AssumeRolePolicyDocument", "Description", "MaxSessionDuration", "Path"] {
                input[member] = request.properties[member]
            }
            let made = try await request.invoke("iam:CreateRole", .object(input))
            try await holder(request).settle()
            return state(made["Role"])
        },
        update: { request, state in
            let role = JSON.string(state.physicalID)
            try await request.invoke(
                "iam:UpdateAssumeRolePolicy",
                [
                    "RoleName": role,
                    "PolicyDocument": request.properties["AssumeRolePolicyDocument"] ?? "",
                ])
            try await request.invoke(
                "iam:UpdateRole",
                [
                    "RoleName": role, "Description": request.properties["Description"] ?? "",
                    "MaxSessionDuration": request.properties["MaxSessionDuration"]
                        ?? .number(String(Quota.sessionSeconds)),
                ])
            try await holder(request).settle()
            return state
        },
        delete: { request, state in
            try await ignoringAbsence {
                try await TemplateHolder(type: "Role", name: state.physicalID, request: request).empty()
                try await request.invoke("iam:DeleteRole", ["RoleName": .string(state.physicalID)])
            }
        })

    private static func name(_ request: ResourceRequest) -> String {
        request.name("RoleName", lengthMax: 64)
    }

    private static func holder(_ request: ResourceRequest) -> TemplateHolder {
        TemplateHolder(type: "Role", name: name(request), request: request)
    }

    private static func state(_ role: JSON?) -> ResourceState {
        ResourceState(
            physicalID: role?["RoleName"]?.string ?? "",
            attributes: ["Arn": role?["Arn"] ?? .null, "RoleId": role?["RoleId"] ?? .null])
    }
}

internal import Kernel
internal import Wire

/// `AWS::IAM::User`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-user.html>
enum UserResource {
    static let type = ResourceType(
        "AWS::IAM::User",
        properties: [
            "Groups", "ManagedPolicyArns", "Path", "PermissionsBoundary", "Policies", "Tags", "UserName",
        ],
        createOnly: ["UserName"], attributes: ["Arn"],
        find: { request in
            let found = try await request.look("iam:GetUser", ["UserName": .string(name(request))])
            return found.map { state($0["User"]) }
        },
        create: { request in
            var input: JSONObject = ["UserName": .string(name(request))]
            input["Path"] = request.properties["Path"]
            let made = try await request.invoke("iam:CreateUser", .object(input))
            try await settle(request)
            return state(made["User"])
        },
        update: { request, _ in
            let user = JSON.string(name(request))
            try await request.invoke(
                "iam:UpdateUser", ["UserName": user, "NewPath": request.properties["Path"] ?? "/"])
            try await settle(request)
            return state(try await request.invoke("iam:GetUser", ["UserName": user])["User"])
        },
        delete: { request, state in
            let user = JSON.string(state.physicalID)
            try await ignoringAbsence {
                let groups = try await request.invoke("iam:ListGroupsForUser", ["UserName": user])
                for group in groups["Groups"]?.array ?? [] {
                    try await request.invoke(
                        "iam:RemoveUserFromGroup",
                        ["UserName": user, "GroupName": group["GroupName"] ?? ""])
                }
                try await TemplateHolder(type: "User", name: state.physicalID, request: request).empty()
                try await request.invoke("iam:DeleteUser", ["UserName": user])
            }
        })

    private static func name(_ request: ResourceRequest) -> String {
        request.name("UserName", lengthMax: 64)
    }

    private static func settle(_ request: ResourceRequest) async throws {
        let user = name(request)
        try await TemplateHolder(type: "User", name: user, request: request).settle()
        let groups = TemplateHolder.texts(request.properties["Groups"])
        for group in groups { try await GroupMembership.add(user, to: group, request) }
        for group in TemplateHolder.texts(request.previous?["Groups"]) where !groups.contains(group) {
            try await GroupMembership.remove(user, from: group, request)
        }
    }

    private static func state(_ user: JSON?) -> ResourceState {
        ResourceState(
            physicalID: user?["UserName"]?.string ?? "", attributes: ["Arn": user?["Arn"] ?? .null])
    }
}

internal import Kernel
internal import Wire

/// `AWS::IAM::UserToGroupAddition`.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-usertogroupaddition.html>
enum GroupMembership {
    static let type = ResourceType(
        "AWS::IAM::UserToGroupAddition", properties: ["GroupName", "Users"],
        required: ["GroupName", "Users"], attributes: ["Id"],
        create: { request in
            try await settle(request)
            return ResourceState(
                physicalID: request.generatedName, attributes: ["Id": .string(request.generatedName)])
        },
        update: { request, state in
            try await settle(request)
            return state
        },
        delete: { request, _ in
            for user in TemplateHolder.texts(request.properties["Users"]) {
                try await remove(user, from: request.string("GroupName") ?? "", request)
            }
        })

    private static func settle(_ request: ResourceRequest) async throws {
        let group = request.string("GroupName") ?? ""
        let users = TemplateHolder.texts(request.properties["Users"])
        for user in users { try await add(user, to: group, request) }
        let before = request.previous?["GroupName"]?.string ?? group
        for user in TemplateHolder.texts(request.previous?["Users"])
        where before != group || !users.contains(user) {
            try await remove(user, from: before, request)
        }
    }

    static func add(_ user: String, to group: String, _ request: ResourceRequest) async throws {
        try await request.invoke(
            "iam:AddUserToGroup", ["GroupName": .string(group), "UserName": .string(user)])
    }

    static func remove(_ user: String, from group: String, _ request: ResourceRequest) async throws {
        try await ignoringAbsence {
            try await request.invoke(
                "iam:RemoveUserFromGroup", ["GroupName": .string(group), "UserName": .string(user)])
        }
    }
}

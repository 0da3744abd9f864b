internal import Kernel
internal import Wire

/// `AWS::IAM::InstanceProfile`.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html>
enum InstanceProfileResource {
    static let type = ResourceType(
        "AWS::IAM::InstanceProfile", properties: ["InstanceProfileName", "Path", "Roles"],
        required: ["Roles"], createOnly: ["InstanceProfileName", "Path"], attributes: ["Arn"],
        find: { request in
            let found = try await request.look("iam:GetInstanceProfile", named(request))
            return found.map { state($0["InstanceProfile"]) }
        },
        create: { request in
            var input = named(request).object ?? JSONObject()
            input["Path"] = request.properties["Path"]
            let made = try await request.invoke("iam:CreateInstanceProfile", .object(input))
            try await settle(request)
            return state(made["InstanceProfile"])
        },
        update: { request, state in
            try await settle(request)
            return state
        },
        delete: { request, state in
            let profile: JSON = ["InstanceProfileName": .string(state.physicalID)]
            try await ignoringAbsence {
                for role in try await roles(of: profile, request) {
                    try await change("RemoveRoleFromInstanceProfile", role, profile, request)
                }
                try await request.invoke("iam:DeleteInstanceProfile", profile)
            }
        })

    private static func named(_ request: ResourceRequest) -> JSON {
        ["InstanceProfileName": .string(request.name("InstanceProfileName", lengthMax: 128))]
    }

    private static func state(_ profile: JSON?) -> ResourceState {
        ResourceState(
            physicalID: profile?["InstanceProfileName"]?.string ?? "",
            attributes: ["Arn": profile?["Arn"] ?? .null])
    }

    private static func roles(of profile: JSON, _ request: ResourceRequest) async throws -> [String] {
        let found = try await request.invoke("iam:GetInstanceProfile", profile)["InstanceProfile"]
        return (found?["Roles"]?.array ?? []).compactMap { $0["RoleName"]?.string }
    }

    private static func change(
        _ operation: String, _ role: String, _ profile: JSON, _ request: ResourceRequest
    ) async throws {
        var input = profile.object ?? JSONObject()
        input["RoleName"] = .string(role)
        try await request.invoke("iam:\(operation)", .object(input))
    }

    private static func settle(_ request: ResourceRequest) async throws {
        let profile = named(request)
        let wanted = TemplateHolder.texts(request.properties["Roles"])
        let present = try await roles(of: profile, request)
        for role in present where !wanted.contains(role) {
            try await change("RemoveRoleFromInstanceProfile", role, profile, request)
        }
        for role in wanted where !present.contains(role) {
            try await change("AddRoleToInstanceProfile", role, profile, request)
        }
    }
}

internal import Kernel
internal import Wire

extension IAM {
    /// What templates can make of IAM.
    static var resourceTypes: [ResourceType] { [roleType] }

    /// `AWS::IAM::Role`.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html>
    private static let roleType = ResourceType(
        "AWS::IAM::Role",
        properties: [
            "AssumeRolePolicyDocument", "Description", "ManagedPolicyArns", "MaxSessionDuration", "Path",
            "Policies", "RoleName", "Tags",
        ],
        required: ["AssumeRolePolicyDocument"], createOnly: ["Path", "RoleName"],
        attributes: ["Arn", "RoleId"],
        find: { request in
            do {
                let found = try await request.call.invoke(
                    "iam:GetRole", ["RoleName": .string(name(request))])
                return state(found["Role"])
            } catch let failure as any Failure where isMissing(failure) {
                return nil
            }
        },
        create: { request in
            var input: JSONObject = [
                "RoleName": .string(name(request)),
                "AssumeRolePolicyDocument": .string(document(request.properties["AssumeRolePolicyDocument"])),
            ]
            for member in ["Description", "Path"] { input[member] = request.properties[member] }
            input["MaxSessionDuration"] = seconds(request.properties)
            let made = try await request.call.invoke("iam:CreateRole", .object(input))
            try await settle(request)
            return state(made["Role"])
        },
        update: { request, state in
            let role = JSON.string(state.physicalID)
            _ = try await request.call.invoke(
                "iam:UpdateAssumeRolePolicy",
                [
                    "RoleName": role,
                    "PolicyDocument": .string(document(request.properties["AssumeRolePolicyDocument"])),
                ])
            var input: JSONObject = ["RoleName": role]
            input["Description"] = request.properties["Description"] ?? ""
            input["MaxSessionDuration"] = seconds(request.properties) ?? 3600
            _ = try await request.call.invoke("iam:UpdateRole", .object(input))
            try await settle(request)
            return state
        },
        delete: { request, state in
            do {
                try await empty(state.physicalID, keeping: [], [], request)
                _ = try await request.call.invoke(
                    "iam:DeleteRole", ["RoleName": .string(state.physicalID)])
            } catch let failure as any Failure where isMissing(failure) {
                // What is gone needs no deletion.
            }
        })

    private static func isMissing(_ failure: any Failure) -> Bool {
        failure.code == "NoSuchEntity" || failure.code == "NoSuchEntityException"
    }

    private static func name(_ request: ResourceRequest) -> String {
        request.properties["RoleName"]?.string ?? String(request.generatedName.suffix(64))
    }

    private static func document(_ json: JSON?) -> String { json?.string ?? json?.text ?? "" }

    private static func seconds(_ properties: JSON) -> JSON? {
        switch properties["MaxSessionDuration"] {
        case .number(let digits), .string(let digits): .number(digits)
        default: nil
        }
    }

    private static func state(_ role: JSON?) -> ResourceState {
        ResourceState(
            physicalID: role?["RoleName"]?.string ?? "",
            attributes: ["Arn": role?["Arn"] ?? .null, "RoleId": role?["RoleId"] ?? .null])
    }

    /// Gives the role the policies and tags of the template, and no others.
    private static func settle(_ request: ResourceRequest) async throws {
        let name = name(request)
        let role = JSON.string(name)
        let policies = request.properties["Policies"]?.array ?? []
        let managed = (request.properties["ManagedPolicyArns"]?.array ?? []).compactMap(\.string)
        let kept = policies.compactMap { $0["PolicyName"]?.string }
        try await empty(name, keeping: kept, managed, request)
        for policy in policies {
            _ = try await request.call.invoke(
                "iam:PutRolePolicy",
                [
                    "RoleName": role, "PolicyName": policy["PolicyName"] ?? "",
                    "PolicyDocument": .string(document(policy["PolicyDocument"])),
                ])
        }
        for arn in managed {
            _ = try await request.call.invoke(
                "iam:AttachRolePolicy", ["RoleName": role, "PolicyArn": .string(arn)])
        }
        var tags = request.tags
        for tag in request.properties["Tags"]?.array ?? [] {
            if let key = tag["Key"]?.string { tags[key] = tag["Value"]?.string ?? "" }
        }
        guard !tags.isEmpty else { return }
        let set = tags.sorted { $0.key < $1.key }.map { key, value in
            JSON.object(["Key": .string(key), "Value": .string(value)])
        }
        _ = try await request.call.invoke("iam:TagRole", ["RoleName": role, "Tags": .array(set)])
    }

    /// Takes off the policies that are not kept.
    private static func empty(
        _ role: String, keeping inline: [String], _ managed: [String], _ request: ResourceRequest
    ) async throws {
        let named: JSON = ["RoleName": .string(role)]
        let present = try await request.call.invoke("iam:ListRolePolicies", named)
        for name in (present["PolicyNames"]?.array ?? []).compactMap(\.string) where !inline.contains(name) {
            _ = try await request.call.invoke(
                "iam:DeleteRolePolicy", ["RoleName": .string(role), "PolicyName": .string(name)])
        }
        let attached = try await request.call.invoke("iam:ListAttachedRolePolicies", named)
        let arns = (attached["AttachedPolicies"]?.array ?? []).compactMap { $0["PolicyArn"]?.string }
        for arn in arns where !managed.contains(arn) {
            _ = try await request.call.invoke(
                "iam:DetachRolePolicy", ["RoleName": .string(role), "PolicyArn": .string(arn)])
        }
    }
}

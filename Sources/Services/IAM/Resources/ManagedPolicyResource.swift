internal import Kernel
internal import Wire

/// `AWS::IAM::ManagedPolicy`.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html>
enum ManagedPolicyResource {
    static let type = ResourceType(
        "AWS::IAM::ManagedPolicy",
        properties: [
            "Description", "Groups", "ManagedPolicyName", "Path", "PolicyDocument", "Roles", "Users",
        ],
        required: ["PolicyDocument"], createOnly: ["Description", "ManagedPolicyName", "Path"],
        attributes: ["PolicyArn", "PolicyId"],
        find: { request in
            let path = request.string("Path") ?? "/"
            let arn = ARN(
                service: "iam", region: "", account: request.call.account,
                resource: "policy\(path)\(name(request))", partition: ARN.partition(of: request.call.region))
            let found = try await request.look("iam:GetPolicy", ["PolicyArn": .string(arn.description)])
            return found.map { state($0["Policy"]) }
        },
        create: { request in
            var input: JSONObject = ["PolicyName": .string(name(request))]
            for member in ["Description", "Path", "PolicyDocument"] {
                input[member] = request.properties[member]
            }
            let made = try await request.invoke("iam:CreatePolicy", .object(input))
            let state = state(made["Policy"])
            try await attach(state.physicalID, request)
            return state
        },
        update: { request, state in
            if request.previous?["PolicyDocument"] != request.properties["PolicyDocument"] {
                try await addVersion(to: state.physicalID, request)
            }
            try await attach(state.physicalID, request)
            return state
        },
        delete: { request, state in
            try await ignoringAbsence {
                try await detach(state.physicalID, from: request.properties, keeping: [:], request)
                for version in try await idleVersions(of: state.physicalID, request) {
                    try await removeVersion(version, of: state.physicalID, request)
                }
                try await request.invoke("iam:DeletePolicy", ["PolicyArn": .string(state.physicalID)])
            }
        })

    private static func name(_ request: ResourceRequest) -> String {
        request.name("ManagedPolicyName", lengthMax: 128)
    }

    private static func state(_ policy: JSON?) -> ResourceState {
        ResourceState(
            physicalID: policy?["Arn"]?.string ?? "",
            attributes: ["PolicyArn": policy?["Arn"] ?? .null, "PolicyId": policy?["PolicyId"] ?? .null])
    }

    // MARK: Versions

    /// The versions that are not in force, the newest first.
    private static func idleVersions(of arn: String, _ request: ResourceRequest) async throws -> [JSON] {
        let found = try await request.invoke("iam:ListPolicyVersions", ["PolicyArn": .string(arn)])
        return (found["Versions"]?.array ?? []).filter { $0["IsDefaultVersion"]?.bool != true }
            .compactMap { $0["VersionId"] }
    }

    private static func removeVersion(
        _ version: JSON, of arn: String, _ request: ResourceRequest
    ) async throws {
        try await request.invoke(
            "iam:DeletePolicyVersion", ["PolicyArn": .string(arn), "VersionId": version])
    }

    /// Makes room for the version by removing the oldest one.
    private static func addVersion(to arn: String, _ request: ResourceRequest) async throws {
        let idle = try await idleVersions(of: arn, request)
        if idle.count >= Quota.versionsPerPolicy - 1, let oldest = idle.last {
            try await removeVersion(oldest, of: arn, request)
        }
        try await request.invoke(
            "iam:CreatePolicyVersion",
            [
                "PolicyArn": .string(arn), "SetAsDefault": true,
                "PolicyDocument": request.properties["PolicyDocument"] ?? "",
            ])
    }

    // MARK: Attachments

    private static func attach(_ arn: String, _ request: ResourceRequest) async throws {
        for holder in ["Group", "Role", "User"] {
            for name in TemplateHolder.texts(request.properties["\(holder)s"]) {
                try await request.invoke(
                    "iam:Attach\(holder)Policy",
                    ["\(holder)Name": .string(name), "PolicyArn": .string(arn)])
            }
        }
        try await detach(arn, from: request.previous ?? [:], keeping: request.properties, request)
    }

    private static func detach(
        _ arn: String, from properties: JSON, keeping kept: JSON, _ request: ResourceRequest
    ) async throws {
        for holder in ["Group", "Role", "User"] {
            let staying = TemplateHolder.texts(kept["\(holder)s"])
            for name in TemplateHolder.texts(properties["\(holder)s"]) where !staying.contains(name) {
                try await ignoringAbsence {
                    try await request.invoke(
                        "iam:Detach\(holder)Policy",
                        ["\(holder)Name": .string(name), "PolicyArn": .string(arn)])
                }
            }
        }
    }
}

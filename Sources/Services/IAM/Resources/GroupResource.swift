internal import Kernel
internal import Wire

/// `AWS::IAM::Group`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-group.html>
enum GroupResource {
    static let type = ResourceType(
        "AWS::IAM::Group", properties: ["GroupName", "ManagedPolicyArns", "Path", "Policies"],
        createOnly: ["GroupName"], attributes: ["Arn"],
        find: { request in
            let found = try await request.look("iam:GetGroup", ["GroupName": .string(name(request))])
            return found.map { state($0["Group"]) }
        },
        create: { request in
            var input: JSONObject = ["GroupName": .string(name(request))]
            input["Path"] = request.properties["Path"]
            let made = try await request.invoke("iam:CreateGroup", .object(input))
            try await holder(request).settle()
            return state(made["Group"])
        },
        update: { request, _ in
            let group = JSON.string(name(request))
            try await request.invoke(
                "iam:UpdateGroup", ["GroupName": group, "NewPath": request.properties["Path"] ?? "/"])
            try await holder(request).settle()
            return state(try await request.invoke("iam:GetGroup", ["GroupName": group])["Group"])
        },
        delete: { request, state in
            try await ignoringAbsence {
                try await TemplateHolder(type: "Group", name: state.physicalID, request: request).empty()
                try await request.invoke("iam:DeleteGroup", ["GroupName": .string(state.physicalID)])
            }
        })

    private static func name(_ request: ResourceRequest) -> String {
        request.name("GroupName", lengthMax: 128)
    }

    private static func holder(_ request: ResourceRequest) -> TemplateHolder {
        TemplateHolder(type: "Group", name: name(request), request: request)
    }

    private static func state(_ group: JSON?) -> ResourceState {
        ResourceState(
            physicalID: group?["GroupName"]?.string ?? "", attributes: ["Arn": group?["Arn"] ?? .null])
    }
}

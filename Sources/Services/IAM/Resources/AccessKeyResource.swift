internal import Kernel
internal import Wire

/// `AWS::IAM::AccessKey`. A creation that was interrupted may leave a key whose secret nobody knows.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-accesskey.html>
enum AccessKeyResource {
    static let type = ResourceType(
        "AWS::IAM::AccessKey", properties: ["Serial", "Status", "UserName"], required: ["UserName"],
        createOnly: ["Serial", "UserName"], attributes: ["Id", "SecretAccessKey"],
        create: { request in
            let user = request.properties["UserName"] ?? ""
            let made = try await request.invoke("iam:CreateAccessKey", ["UserName": user])["AccessKey"]
            let id = made?["AccessKeyId"] ?? ""
            if request.string("Status") == "Inactive" { try await setStatus(of: id, request) }
            return ResourceState(
                physicalID: id.string ?? "",
                attributes: ["Id": id, "SecretAccessKey": made?["SecretAccessKey"] ?? .null])
        },
        update: { request, state in
            try await setStatus(of: .string(state.physicalID), request)
            return state
        },
        delete: { request, state in
            try await ignoringAbsence {
                try await request.invoke(
                    "iam:DeleteAccessKey",
                    [
                        "UserName": request.properties["UserName"] ?? "",
                        "AccessKeyId": .string(state.physicalID),
                    ])
            }
        })

    private static func setStatus(of id: JSON, _ request: ResourceRequest) async throws {
        try await request.invoke(
            "iam:UpdateAccessKey",
            [
                "UserName": request.properties["UserName"] ?? "", "AccessKeyId": id,
                "Status": request.properties["Status"] ?? "Active",
            ])
    }
}

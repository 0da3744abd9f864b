internal import Kernel
internal import Wire

/// `AWS::Logs::DeliverySource`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-deliverysource.html>
enum DeliverySourceResource {
    static let type = ResourceType(
        "AWS::Logs::DeliverySource", properties: ["LogType", "Name", "ResourceArn", "Tags"],
        required: ["Name"], createOnly: ["Name"], attributes: ["Arn", "ResourceArns", "Service"],
        find: { request in
            try await Absence.isNil {
                let found = try await request.invoke(
                    "logs:GetDeliverySource", ["name": request.properties["Name"] ?? ""])
                return state(found, request)
            }
        },
        create: { request in
            var input = input(request)
            if !request.wantedTags.isEmpty { input["tags"] = request.tagMap }
            return state(try await request.invoke("logs:PutDeliverySource", .object(input)), request)
        },
        update: { request, old in
            let answer = try await request.invoke("logs:PutDeliverySource", .object(input(request)))
            try await request.updateTags(["resourceArn": old.attributes["Arn"] ?? ""], .logs)
            return state(answer, request)
        },
        delete: { request, old in
            try await request.invoke("logs:DeleteDeliverySource", ["name": .string(old.physicalID)])
        })

    private static func input(_ request: ResourceRequest) -> JSONObject {
        var input: JSONObject = ["name": request.properties["Name"] ?? ""]
        input["resourceArn"] = request.properties["ResourceArn"]
        input["logType"] = request.properties["LogType"]
        return input
    }

    private static func state(_ answer: JSON, _ request: ResourceRequest) -> ResourceState {
        let source = answer["deliverySource"]
        var attributes: [String: JSON] = [:]
        attributes["Arn"] = source?["arn"]
        attributes["ResourceArns"] = source?["resourceArns"]
        attributes["Service"] = source?["service"]
        return ResourceState(physicalID: request.string("Name") ?? "", attributes: attributes)
    }
}

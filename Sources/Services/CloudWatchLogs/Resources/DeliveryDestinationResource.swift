internal import Kernel
internal import Wire

/// `AWS::Logs::DeliveryDestination`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-deliverydestination.html>
enum DeliveryDestinationResource {
    static let type = ResourceType(
        "AWS::Logs::DeliveryDestination",
        properties: [
            "DeliveryDestinationPolicy", "DeliveryDestinationType", "DestinationResourceArn", "Name",
            "OutputFormat", "Tags",
        ],
        required: ["Name"],
        createOnly: ["DeliveryDestinationType", "DestinationResourceArn", "Name", "OutputFormat"],
        attributes: ["Arn"],
        find: { request in
            try await Absence.isNil {
                let found = try await request.invoke(
                    "logs:GetDeliveryDestination", ["name": request.properties["Name"] ?? ""])
                return state(found, request)
            }
        },
        create: { request in
            var input: JSONObject = ["name": request.properties["Name"] ?? ""]
            input["outputFormat"] = request.properties["OutputFormat"]
            input["deliveryDestinationType"] = request.properties["DeliveryDestinationType"]
            input["deliveryDestinationConfiguration"] = request.properties["DestinationResourceArn"].map {
                ["destinationResourceArn": $0]
            }
            if !request.wantedTags.isEmpty { input["tags"] = request.tagMap }
            let answer = try await request.invoke("logs:PutDeliveryDestination", .object(input))
            try await setPolicy(request)
            return state(answer, request)
        },
        update: { request, old in
            try await setPolicy(request)
            try await request.updateTags(["resourceArn": old.attributes["Arn"] ?? ""], .logs)
            return old
        },
        delete: { request, old in
            try await request.invoke("logs:DeleteDeliveryDestination", ["name": .string(old.physicalID)])
        })

    private static func setPolicy(_ request: ResourceRequest) async throws {
        let name = request.properties["Name"] ?? ""
        if let given = request.properties["DeliveryDestinationPolicy"] {
            let policy = given["DeliveryDestinationPolicy"] ?? given
            try await request.invoke(
                "logs:PutDeliveryDestinationPolicy",
                [
                    "deliveryDestinationName": name,
                    "deliveryDestinationPolicy": .string(policy.string ?? policy.text),
                ])
        } else if request.previous?["DeliveryDestinationPolicy"] != nil {
            try await request.invoke(
                "logs:DeleteDeliveryDestinationPolicy", ["deliveryDestinationName": name])
        }
    }

    private static func state(_ answer: JSON, _ request: ResourceRequest) -> ResourceState {
        ResourceState(
            physicalID: request.string("Name") ?? "",
            attributes: ["Arn": answer["deliveryDestination"]?["arn"] ?? ""])
    }
}

internal import Kernel
internal import Wire

/// `AWS::Logs::Delivery`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-delivery.html>
enum DeliveryResource {
    static let type = ResourceType(
        "AWS::Logs::Delivery",
        properties: [
            "DeliveryDestinationArn", "DeliverySourceName", "FieldDelimiter", "RecordFields",
            "S3EnableHiveCompatiblePath", "S3SuffixPath", "Tags",
        ],
        required: ["DeliveryDestinationArn", "DeliverySourceName"],
        createOnly: ["DeliveryDestinationArn", "DeliverySourceName"],
        attributes: ["Arn", "DeliveryDestinationType", "DeliveryId"],
        find: { request in
            var token: JSON?
            repeat {
                var input: JSONObject = [:]
                input["nextToken"] = token
                let page = try await request.invoke("logs:DescribeDeliveries", .object(input))
                for delivery in page["deliveries"]?.array ?? [] {
                    guard delivery["deliverySourceName"] == request.properties["DeliverySourceName"],
                        delivery["deliveryDestinationArn"] == request.properties["DeliveryDestinationArn"]
                    else { continue }
                    return state(delivery)
                }
                token = page["nextToken"]
            } while token != nil
            return nil
        },
        create: { request in
            var input = configuration(request)
            input["deliverySourceName"] = request.properties["DeliverySourceName"]
            input["deliveryDestinationArn"] = request.properties["DeliveryDestinationArn"]
            if !request.wantedTags.isEmpty { input["tags"] = request.tagMap }
            let answer = try await request.invoke("logs:CreateDelivery", .object(input))
            return state(answer["delivery"] ?? [:])
        },
        update: { request, old in
            var input = configuration(request)
            input["id"] = .string(old.physicalID)
            try await request.invoke("logs:UpdateDeliveryConfiguration", .object(input))
            try await request.updateTags(["resourceArn": old.attributes["Arn"] ?? ""], .logs)
            return old
        },
        delete: { request, old in
            try await request.invoke("logs:DeleteDelivery", ["id": .string(old.physicalID)])
        })

    private static func configuration(_ request: ResourceRequest) -> JSONObject {
        var input: JSONObject = [:]
        input["recordFields"] = request.properties["RecordFields"]
        input["fieldDelimiter"] = request.properties["FieldDelimiter"]
        var s3: JSONObject = [:]
        s3["suffixPath"] = request.properties["S3SuffixPath"]
        s3["enableHiveCompatiblePath"] = request.properties["S3EnableHiveCompatiblePath"]
        if !s3.members.isEmpty { input["s3DeliveryConfiguration"] = .object(s3) }
        return input
    }

    private static func state(_ delivery: JSON) -> ResourceState {
        ResourceState(
            physicalID: delivery["id"]?.string ?? "",
            attributes: [
                "Arn": delivery["arn"] ?? "", "DeliveryId": delivery["id"] ?? "",
                "DeliveryDestinationType": delivery["deliveryDestinationType"] ?? "",
            ])
    }
}

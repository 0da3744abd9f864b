internal import Kernel
internal import Wire

/// `AWS::SNS::Subscription`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-subscription.html>
enum SubscriptionResource {
    static let attributeNames = [
        "DeliveryPolicy", "FilterPolicyScope", "FilterPolicy", "RawMessageDelivery", "RedrivePolicy",
        "ReplayPolicy",
    ]

    static var type: ResourceType {
        ResourceType(
            "AWS::SNS::Subscription",
            properties: Set(attributeNames + ["Endpoint", "Protocol", "TopicArn"]),
            required: ["Protocol", "TopicArn"], createOnly: ["Endpoint", "Protocol", "TopicArn"],
            create: create, update: update,
            delete: { request, state in
                _ = try await request.call.invoke(
                    "sns:Unsubscribe", ["SubscriptionArn": .string(state.physicalID)])
            })
    }

    private static func create(_ request: ResourceRequest) async throws -> ResourceState {
        let properties = request.properties
        var attributes = JSONObject()
        for name in attributeNames {
            attributes[name] = (properties[name]?.attributeText).map { .string($0) }
        }
        var input: JSONObject = [
            "Attributes": .object(attributes), "ReturnSubscriptionArn": true,
        ]
        for name in ["TopicArn", "Protocol", "Endpoint"] {
            input[name] = (properties[name]?.attributeText).map { .string($0) }
        }
        let answer = try await request.call.invoke("sns:Subscribe", .object(input))
        return state(answer["SubscriptionArn"]?.string ?? "")
    }

    private static func update(_ request: ResourceRequest, _ state: ResourceState) async throws
        -> ResourceState
    {
        for name in attributeNames {
            let value = request.properties[name]?.attributeText
            guard value != request.previous?[name]?.attributeText else { continue }
            let standard =
                switch name {
                case "RawMessageDelivery": "false"
                case "FilterPolicyScope": "MessageAttributes"
                default: ""
                }
            _ = try await request.call.invoke(
                "sns:SetSubscriptionAttributes",
                [
                    "SubscriptionArn": .string(state.physicalID), "AttributeName": .string(name),
                    "AttributeValue": .string(value ?? standard),
                ])
        }
        return Self.state(state.physicalID)
    }

    private static func state(_ arn: String) -> ResourceState {
        ResourceState(physicalID: arn, attributes: ["Arn": .string(arn)])
    }
}

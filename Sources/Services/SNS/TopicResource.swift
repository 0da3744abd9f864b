internal import Kernel
internal import Wire

/// `AWS::SNS::Topic`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html>
enum TopicResource {
    /// Properties that are attributes of the topic, except those fixed at its making.
    static let attributeNames = [
        "ArchivePolicy", "ContentBasedDeduplication", "DisplayName", "FifoThroughputScope",
        "KmsMasterKeyId", "SignatureVersion", "TracingConfig",
    ]

    static var type: ResourceType {
        ResourceType(
            "AWS::SNS::Topic",
            properties: Set(
                attributeNames + ["TopicName", "FifoTopic", "Subscription", "Tags", "DeliveryStatusLogging"]),
            createOnly: ["TopicName", "FifoTopic"], attributes: ["TopicArn", "TopicName"],
            find: find, create: create, update: update,
            delete: { request, state in
                _ = try await request.call.invoke("sns:DeleteTopic", ["TopicArn": .string(state.physicalID)])
            })
    }

    private static func create(_ request: ResourceRequest) async throws -> ResourceState {
        let properties = request.properties
        let name = name(request)
        var attributes = JSONObject()
        if properties["FifoTopic"]?.attributeText == "true" { attributes["FifoTopic"] = "true" }
        for attribute in attributeNames {
            attributes[attribute] = (properties[attribute]?.attributeText).map { .string($0) }
        }
        for (name, value) in try logging(properties) { attributes[name] = .string(value) }
        let answer = try await request.call.invoke(
            "sns:CreateTopic",
            [
                "Name": .string(name), "Attributes": .object(attributes),
                "Tags": request.tagList,
            ])
        let arn = answer["TopicArn"]?.string ?? ""
        for subscription in properties["Subscription"]?.array ?? [] {
            try await subscribe(subscription, to: arn, request)
        }
        return state(arn)
    }

    private static func name(_ request: ResourceRequest) -> String {
        let isFIFO = request.properties["FifoTopic"]?.attributeText == "true"
        return request.properties["TopicName"]?.attributeText
            ?? request.generatedName + (isFIFO ? ".fifo" : "")
    }

    /// A topic of the name that is there already belongs to somebody else, however alike it is.
    private static func find(_ request: ResourceRequest) async throws -> ResourceState? {
        let arn = request.call.scope.arn("sns", name(request)).description
        do {
            _ = try await request.call.invoke("sns:GetTopicAttributes", ["TopicArn": .string(arn)])
            return state(arn)
        } catch let failure as any Failure where failure.code == "NotFound" {
            return nil
        }
    }

    private static func update(_ request: ResourceRequest, _ state: ResourceState) async throws
        -> ResourceState
    {
        let arn = state.physicalID
        for name in attributeNames {
            let value = request.properties[name]?.attributeText
            guard value != request.previous?[name]?.attributeText else { continue }
            _ = try await request.call.invoke(
                "sns:SetTopicAttributes",
                [
                    "TopicArn": .string(arn), "AttributeName": .string(name),
                    "AttributeValue": .string(value ?? TopicReport.standard(name)),
                ])
        }
        try await updateLogging(request, arn)
        try await updateSubscriptions(request, arn)
        try await request.updateTags(
            ["ResourceArn": .string(arn)], TagOperations("sns:TagResource", "sns:UntagResource"))
        return Self.state(arn)
    }

    /// The attributes that `DeliveryStatusLogging` stands for.
    private static func logging(_ properties: JSON?) throws -> [String: String] {
        var attributes: [String: String] = [:]
        for entry in properties?["DeliveryStatusLogging"]?.array ?? [] {
            let name = entry["Protocol"]?.string ?? ""
            let spelled = name == "http/s" ? "HTTP" : name
            guard let medium = DeliveryStatus.media.first(where: { $0.lowercased() == spelled.lowercased() })
            else {
                throw CommonFailure(
                    "InvalidParameter",
                    "DeliveryStatusLogging: \(name) is none of http/s, sqs, lambda, "
                        + "firehose, application.")
            }
            for setting in ["SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate", "FailureFeedbackRoleArn"] {
                attributes[medium + setting] = entry[setting]?.attributeText
            }
        }
        return attributes
    }

    private static func updateLogging(_ request: ResourceRequest, _ arn: String) async throws {
        let wanted = try logging(request.properties)
        let present = try logging(request.previous)
        for name in Set(wanted.keys).union(present.keys).sorted() where wanted[name] != present[name] {
            _ = try await request.call.invoke(
                "sns:SetTopicAttributes",
                [
                    "TopicArn": .string(arn), "AttributeName": .string(name),
                    "AttributeValue": .string(wanted[name] ?? ""),
                ])
        }
    }

    private static func updateSubscriptions(_ request: ResourceRequest, _ arn: String) async throws {
        let wanted = request.properties["Subscription"]?.array ?? []
        let present = request.previous?["Subscription"]?.array ?? []
        for gone in present where !wanted.contains(gone) { try await unsubscribe(gone, from: arn, request) }
        for new in wanted where !present.contains(new) { try await subscribe(new, to: arn, request) }
    }

    private static func subscribe(_ subscription: JSON, to arn: String, _ request: ResourceRequest)
        async throws
    {
        _ = try await request.call.invoke(
            "sns:Subscribe",
            [
                "TopicArn": .string(arn), "Protocol": .string(subscription["Protocol"]?.attributeText ?? ""),
                "Endpoint": .string(subscription["Endpoint"]?.attributeText ?? ""),
            ])
    }

    private static func unsubscribe(_ gone: JSON, from arn: String, _ request: ResourceRequest) async throws {
        var token: JSON?
        repeat {
            var input: JSONObject = ["TopicArn": .string(arn)]
            input["NextToken"] = token
            let answer = try await request.call.invoke("sns:ListSubscriptionsByTopic", .object(input))
            for entry in answer["Subscriptions"]?.array ?? []
            where entry["Endpoint"]?.string == gone["Endpoint"]?.attributeText
                && entry["Protocol"] == gone["Protocol"]
            {
                guard let name = entry["SubscriptionArn"]?.string, name.hasPrefix("arn:") else { continue }
                _ = try await request.call.invoke("sns:Unsubscribe", ["SubscriptionArn": .string(name)])
            }
            token = answer["NextToken"]
        } while token?.string != nil
    }

    private static func state(_ arn: String) -> ResourceState {
        let name = ARN(arn)?.resource ?? ""
        return ResourceState(
            physicalID: arn, attributes: ["TopicArn": .string(arn), "TopicName": .string(name)])
    }
}

extension JSON {
    /// The value of a template's property as the API's attributes spell it: objects as JSON text.
    var attributeText: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .object, .array: text
        case .null: nil
        }
    }
}

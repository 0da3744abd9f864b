internal import Kernel
internal import Wire

/// `AWS::SNS::TopicPolicy` and `AWS::SNS::TopicInlinePolicy`: the policy of topics, which returns to what it
/// was at first when the resource is deleted.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topicpolicy.html>
enum TopicPolicyResource {
    static var type: ResourceType {
        ResourceType(
            "AWS::SNS::TopicPolicy", properties: ["PolicyDocument", "Topics"],
            required: ["PolicyDocument", "Topics"],
            create: { request in
                try await set(on: topics(request.properties), request)
                return ResourceState(
                    physicalID: request.generatedName, attributes: ["Id": .string(request.generatedName)])
            },
            update: { request, state in
                let wanted = topics(request.properties)
                let gone = (request.previous.map(topics) ?? []).filter { !wanted.contains($0) }
                try await reset(gone, request)
                try await set(on: wanted, request)
                return state
            },
            delete: { request, _ in try await reset(topics(request.properties), request) })
    }

    static var inlineType: ResourceType {
        ResourceType(
            "AWS::SNS::TopicInlinePolicy", properties: ["PolicyDocument", "TopicArn"],
            required: ["PolicyDocument", "TopicArn"], createOnly: ["TopicArn"],
            create: { request in
                let arn = request.properties["TopicArn"]?.string ?? ""
                try await set(on: [arn], request)
                return ResourceState(physicalID: arn)
            },
            update: { request, state in
                try await set(on: [state.physicalID], request)
                return state
            },
            delete: { request, state in try await reset([state.physicalID], request) })
    }

    private static func topics(_ properties: JSON) -> [String] {
        (properties["Topics"]?.array ?? []).compactMap(\.string)
    }

    private static func set(on topics: [String], _ request: ResourceRequest) async throws {
        let policy = request.properties["PolicyDocument"]?.attributeText ?? ""
        for arn in topics { try await put(policy, on: arn, request) }
    }

    /// Back to the policy of a new topic; a topic that is gone needs none.
    private static func reset(_ topics: [String], _ request: ResourceRequest) async throws {
        for arn in topics {
            do {
                try await put(TopicPolicy.initial(arn: arn, owner: ARN(arn)?.account ?? ""), on: arn, request)
            } catch let failure as any Failure where failure.code == "NotFound" {
                continue
            }
        }
    }

    private static func put(_ policy: String, on arn: String, _ request: ResourceRequest) async throws {
        _ = try await request.call.invoke(
            "sns:SetTopicAttributes",
            ["TopicArn": .string(arn), "AttributeName": "Policy", "AttributeValue": .string(policy)])
    }
}

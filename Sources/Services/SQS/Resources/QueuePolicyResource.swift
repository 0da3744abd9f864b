internal import Kernel
internal import Wire

/// `AWS::SQS::QueuePolicy`, one policy for several queues, and `AWS::SQS::QueueInlinePolicy`, one for one.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html>
enum QueuePolicyResource {
    static let type = ResourceType(
        "AWS::SQS::QueuePolicy", properties: ["PolicyDocument", "Queues"],
        required: ["PolicyDocument", "Queues"],
        create: { request in
            try await apply(request)
            return ResourceState(
                physicalID: request.generatedName, attributes: ["Id": .string(request.generatedName)])
        },
        update: { request, state in
            try await apply(request)
            let kept = Set(queues(of: request.properties))
            try await withdraw(
                from: queues(of: request.previous ?? [:]).filter { !kept.contains($0) }, request.call)
            return state
        },
        delete: { request, _ in try await withdraw(from: queues(of: request.properties), request.call) })

    static let inlineType = ResourceType(
        "AWS::SQS::QueueInlinePolicy", properties: ["PolicyDocument", "Queue"],
        required: ["PolicyDocument", "Queue"], createOnly: ["Queue"],
        create: { request in
            try await apply(request)
            return ResourceState(physicalID: queues(of: request.properties).first ?? "")
        },
        update: { request, state in
            try await apply(request)
            return state
        },
        delete: { request, _ in try await withdraw(from: queues(of: request.properties), request.call) })

    private static func queues(of properties: JSON) -> [String] {
        let many = properties["Queues"]?.array?.compactMap(\.string) ?? []
        return many + [properties["Queue"]?.string].compactMap { $0 }
    }

    private static func apply(_ request: ResourceRequest) async throws {
        let policy = request.properties["PolicyDocument"].map(QueueResource.text) ?? ""
        for queue in queues(of: request.properties) { try await set(policy, on: queue, request.call) }
    }

    private static func withdraw(from queues: [String], _ call: Kernel.Call) async throws {
        for queue in queues {
            do {
                try await set("", on: queue, call)
            } catch let failure as any Failure where failure.code == "QueueDoesNotExist" {
                // A queue that is gone has no policy.
            }
        }
    }

    private static func set(_ policy: String, on queue: String, _ call: Kernel.Call) async throws {
        _ = try await call.invoke(
            "sqs:SetQueueAttributes", ["QueueUrl": .string(queue), "Attributes": ["Policy": .string(policy)]])
    }
}

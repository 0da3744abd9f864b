internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        resources.compactMap { named in
            switch named.kind {
            case "queueName": return call.scope.arn("sqs", named.value)
            case "queue":
                if let arn = ARN(named.value) { return arn }
                guard let url = QueueURL(named.value) else { return nil }
                return ARN(service: "sqs", region: call.region, account: url.account, resource: url.name)
            default: return nil
            }
        }
    }

    func resourcePolicy(of arn: ARN, in tx: borrowing Transaction) throws -> String? {
        try queue(of: arn, in: tx)?.attributes.policy
    }

    static var resourceTypes: [ResourceType] { [queueType, queuePolicyType] }

    /// Properties of the template that are attributes of the queue under the same name.
    private static let attributeNames: Set<String> = [
        "ContentBasedDeduplication", "DeduplicationScope", "DelaySeconds", "FifoQueue", "FifoThroughputLimit",
        "KmsDataKeyReusePeriodSeconds", "KmsMasterKeyId", "MaximumMessageSize", "MessageRetentionPeriod",
        "ReceiveMessageWaitTimeSeconds", "RedriveAllowPolicy", "RedrivePolicy", "SqsManagedSseEnabled",
        "VisibilityTimeout",
    ]

    private static let queueType = ResourceType(
        "AWS::SQS::Queue", properties: attributeNames.union(["QueueName", "Tags"]),
        createOnly: ["FifoQueue", "QueueName"],
        create: { request in
            let suffix = request.properties["FifoQueue"].map(text) == "true" ? ".fifo" : ""
            let generated = String(request.generatedName.prefix(Limit.queueNameCharacters - suffix.count)) + suffix
            let name = request.properties["QueueName"]?.string ?? generated
            let answer = try await request.call.invoke(
                "sqs:CreateQueue",
                [
                    "QueueName": .string(name), "Attributes": .object(attributes(request.properties)),
                    "tags": .object(tags(request)),
                ])
            return state(answer["QueueUrl"]?.string ?? "", name, request)
        },
        update: { request, old in
            var changed = attributes(request.properties)
            changed["FifoQueue"] = nil
            for name in attributes(request.previous ?? [:]).names where changed[name] == nil && name != "FifoQueue" {
                changed[name] = defaults[name] ?? ""
            }
            if !changed.isEmpty {
                _ = try await request.call.invoke(
                    "sqs:SetQueueAttributes",
                    ["QueueUrl": .string(old.physicalID), "Attributes": .object(changed)])
            }
            let tags = tags(request)
            if !tags.isEmpty {
                _ = try await request.call.invoke(
                    "sqs:TagQueue", ["QueueUrl": .string(old.physicalID), "Tags": .object(tags)])
            }
            return old
        },
        delete: { request, old in
            do {
                _ = try await request.call.invoke("sqs:DeleteQueue", ["QueueUrl": .string(old.physicalID)])
            } catch is QueueDoesNotExist {
                // Gone already, which is what was asked for.
            }
        })

    /// What an attribute returns to when a template stops naming it.
    private static let defaults: [String: JSON] = [
        "VisibilityTimeout": "30", "MaximumMessageSize": .string(String(Limit.messageBytes)),
        "MessageRetentionPeriod": "345600", "DelaySeconds": "0", "ReceiveMessageWaitTimeSeconds": "0",
        "SqsManagedSseEnabled": "true", "ContentBasedDeduplication": "false", "DeduplicationScope": "queue",
        "FifoThroughputLimit": "perQueue", "KmsDataKeyReusePeriodSeconds": "300",
    ]

    private static let queuePolicyType = ResourceType(
        "AWS::SQS::QueuePolicy", properties: ["PolicyDocument", "Queues"], required: ["PolicyDocument", "Queues"],
        create: { request in
            try await setPolicy(request)
            return ResourceState(physicalID: request.generatedName, attributes: [:])
        },
        update: { request, old in
            try await setPolicy(request)
            return old
        },
        delete: { request, _ in
            for url in request.properties["Queues"]?.array ?? [] {
                do {
                    _ = try await request.call.invoke(
                        "sqs:SetQueueAttributes", ["QueueUrl": url, "Attributes": ["Policy": ""]])
                } catch is QueueDoesNotExist {
                    // The queue took its policy with it.
                }
            }
        })

    private static func setPolicy(_ request: ResourceRequest) async throws {
        let document = request.properties["PolicyDocument"] ?? [:]
        for url in request.properties["Queues"]?.array ?? [] {
            _ = try await request.call.invoke(
                "sqs:SetQueueAttributes",
                ["QueueUrl": url, "Attributes": ["Policy": .string(document.string ?? document.text)]])
        }
    }

    private static func attributes(_ properties: JSON) -> JSONObject {
        var attributes = JSONObject()
        for member in properties.object?.members ?? [] where attributeNames.contains(member.name) {
            // A template may say that a queue is not FIFO; the API takes no such attribute.
            if member.name == "FifoQueue", text(member.value) == "false" { continue }
            attributes[member.name] = .string(text(member.value))
        }
        return attributes
    }

    private static func text(_ value: JSON) -> String {
        switch value {
        case .string(let text), .number(let text): text
        default: value.text
        }
    }

    private static func tags(_ request: ResourceRequest) -> JSONObject {
        var tags = JSONObject()
        for (key, value) in request.tags.sorted(by: { $0.key < $1.key }) { tags[key] = .string(value) }
        for tag in request.properties["Tags"]?.array ?? [] {
            if let key = tag["Key"]?.string { tags[key] = tag["Value"] }
        }
        return tags
    }

    private static func state(_ url: String, _ name: String, _ request: ResourceRequest) -> ResourceState {
        ResourceState(
            physicalID: url,
            attributes: [
                "Arn": .string(request.call.scope.arn("sqs", name).description), "QueueName": .string(name),
                "QueueUrl": .string(url),
            ])
    }
}

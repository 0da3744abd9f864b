internal import Kernel
internal import Wire

/// `AWS::SQS::Queue`: its properties are the attributes of the queue.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html>
enum QueueResource {
    /// Properties that are attributes of the same name, and what they are when a template leaves them out.
    private static let attributes: [String: String] = [
        "ContentBasedDeduplication": "false", "DeduplicationScope": "queue", "DelaySeconds": "0",
        "FifoThroughputLimit": "perQueue", "KmsDataKeyReusePeriodSeconds": "300", "KmsMasterKeyId": "",
        "MaximumMessageSize": "1048576", "MessageRetentionPeriod": "345600",
        "ReceiveMessageWaitTimeSeconds": "0", "RedriveAllowPolicy": "", "RedrivePolicy": "",
        "SqsManagedSseEnabled": "true", "VisibilityTimeout": "30",
    ]

    static let type = ResourceType(
        "AWS::SQS::Queue",
        properties: Set(attributes.keys).union(["FifoQueue", "QueueName", "Tags"]),
        createOnly: ["FifoQueue", "QueueName"], attributes: ["Arn", "QueueName", "QueueUrl"],
        find: find, create: create, update: update, delete: delete)

    private static func create(_ request: ResourceRequest) async throws -> ResourceState {
        let isFIFO = request.properties["FifoQueue"].map(text) == "true"
        let name = name(request)
        var values = JSONObject()
        if isFIFO { values["FifoQueue"] = "true" }
        for attribute in attributes.keys.sorted() {
            if let value = request.properties[attribute] { values[attribute] = .string(text(value)) }
        }
        let made = try await request.call.invoke(
            "sqs:CreateQueue",
            [
                "QueueName": .string(name), "Attributes": .object(values),
                "tags": request.tagMap,
            ])
        return state(of: name, url: made["QueueUrl"]?.string ?? "", request.call)
    }

    private static func update(_ request: ResourceRequest, _ state: ResourceState) async throws
        -> ResourceState
    {
        var values = JSONObject()
        for (attribute, standard) in attributes.sorted(by: { $0.key < $1.key }) {
            let wanted = request.properties[attribute].map(text)
            let present = request.previous?[attribute].map(text)
            if wanted != present { values[attribute] = .string(wanted ?? standard) }
        }
        let url = JSON.string(state.physicalID)
        if !values.isEmpty {
            _ = try await request.call.invoke(
                "sqs:SetQueueAttributes", ["QueueUrl": url, "Attributes": .object(values)])
        }
        try await request.updateTags(
            ["QueueUrl": url], TagOperations("sqs:TagQueue", "sqs:UntagQueue", listed: false))
        return state
    }

    private static func delete(_ request: ResourceRequest, _ state: ResourceState) async throws {
        do {
            _ = try await request.call.invoke("sqs:DeleteQueue", ["QueueUrl": .string(state.physicalID)])
        } catch let failure as any Failure where failure.code == "QueueDoesNotExist" {
            // What is gone needs no deletion.
        }
    }

    private static func name(_ request: ResourceRequest) -> String {
        let isFIFO = request.properties["FifoQueue"].map(text) == "true"
        return request.properties["QueueName"].map(text)
            ?? generatedName(request.generatedName, isFIFO: isFIFO)
    }

    private static func find(_ request: ResourceRequest) async throws -> ResourceState? {
        let name = name(request)
        do {
            let found = try await request.call.invoke("sqs:GetQueueUrl", ["QueueName": .string(name)])
            return state(of: name, url: found["QueueUrl"]?.string ?? "", request.call)
        } catch let failure as any Failure where failure.code == "QueueDoesNotExist" {
            return nil
        }
    }

    private static func state(of name: String, url: String, _ call: Kernel.Call) -> ResourceState {
        ResourceState(
            physicalID: url,
            attributes: [
                "Arn": .string(call.scope.arn("sqs", name).description), "QueueName": .string(name),
                "QueueUrl": .string(url),
            ])
    }

    private static func generatedName(_ name: String, isFIFO: Bool) -> String {
        let suffix = isFIFO ? QueueName.suffix : ""
        return String(name.suffix(Limit.queueNameCharacters - suffix.count)) + suffix
    }

    /// Templates spell numbers and Booleans either way, and policies as objects.
    static func text(_ value: JSON) -> String {
        switch value {
        case .string(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .number(let digits): digits
        default: value.text
        }
    }
}

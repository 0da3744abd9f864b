internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    func setTopicAttributes(_ input: SetTopicAttributesInput, _ call: Call) async throws -> Unit {
        let arn = try ARNText.topic(input.topicArn, call).description
        let name = input.attributeName
        let value = input.attributeValue ?? ""
        guard name != "ArchivePolicy" else {
            try await setArchive(value, of: arn, call)
            return Unit()
        }
        try await Self.checkRole(name, value, call)
        try await change(arn, call) { topic in
            topic.attributes[name] = try TopicAttributes.checked(
                name, value, isFIFO: topic.isFIFO, isCreation: false)
        }
        return Unit()
    }

    /// Who names a role for delivery status logs must be allowed to give it to SNS.
    static func checkRole(_ name: String, _ value: String, _ call: Call) async throws {
        guard DeliveryStatus.isRole(name), let role = ARN(value) else { return }
        try await call.kernel.authorise(call, passing: role, to: "sns")
    }

    /// Begins or ends the archive of a topic; what an ended one holds is removed behind the call.
    private func setArchive(_ value: String, of arn: String, _ call: Call) async throws {
        try await call.write { tx in
            var topic = try Self.topic(arn, in: tx)
            let policy = try TopicAttributes.checked(
                "ArchivePolicy", value, isFIFO: topic.isFIFO, isCreation: false)
            let wasThere = topic.archiveRetention != nil
            topic.attributes["ArchivePolicy"] = policy.isEmpty ? nil : policy
            if policy.isEmpty {
                guard try !ReplayRows.isReplaying(topic: topic.id, in: tx) else {
                    throw InvalidParameterException(
                        "Invalid parameter: ArchivePolicy: a subscription replays the archive")
                }
                topic.attributes[ArchivePolicy.sinceName] = nil
                try call.schedule("sns", at: call.now, key: "archive:\(topic.id)", in: tx)
            } else if !wasThere {
                topic.attributes[ArchivePolicy.sinceName] = String(call.now.milliseconds)
            }
            try Topics.update(topic.id, attributes: topic.attributes, in: tx)
            tx.afterCommit { [topics] in topics.forget(arn) }
        }
    }

    /// Changes the attributes of a topic.
    func change(
        _ arn: String, _ call: Call, _ body: @escaping @Sendable (inout StoredTopic) throws -> Void
    ) async throws {
        try await call.write { tx in
            var topic = try Self.topic(arn, in: tx)
            try body(&topic)
            try Topics.update(topic.id, attributes: topic.attributes, in: tx)
            tx.afterCommit { [topics] in topics.forget(arn) }
        }
    }
}

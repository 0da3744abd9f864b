internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// Makes a topic, or answers the one that has the name and the same attributes and tags.
    func createTopic(_ input: CreateTopicInput, _ call: Call) async throws -> CreateTopicOutput {
        if input.dataProtectionPolicy != nil { throw NotImplemented("CreateTopic with DataProtectionPolicy") }
        let asked = input.attributes ?? [:]
        let isFIFO = asked["FifoTopic"]?.lowercased() == "true"
        try TopicAttributes.checkName(input.name, isFIFO: isFIFO)
        var attributes: [String: String] = [:]
        for (name, value) in asked.sorted(by: { $0.key < $1.key }) {
            attributes[name] = try TopicAttributes.checked(name, value, isFIFO: isFIFO, isCreation: true)
            try await Self.checkRole(name, value, call)
        }
        if !isFIFO { attributes["FifoTopic"] = nil }
        if attributes["ArchivePolicy"]?.isEmpty == true { attributes["ArchivePolicy"] = nil }
        let tags = try TagRules.checked(input.tags ?? [])
        let arn = call.scope.arn("sns", input.name)
        let kept = attributes
        try await call.write { tx in
            if let topic = try Topics.named(arn.description, in: tx) {
                return try Self.compare(topic, with: kept, tags, arn, in: tx)
            }
            var stored = kept
            if kept["ArchivePolicy"] != nil {
                stored[ArchivePolicy.sinceName] = String(call.now.milliseconds)
            }
            try Topics.insert(arn, call.scope, attributes: stored, in: tx)
            try Tags.set(tags, on: arn, in: tx)
        }
        return CreateTopicOutput(topicArn: arn.description)
    }

    private static func compare(
        _ topic: StoredTopic, with asked: [String: String], _ tags: [String: String], _ arn: ARN,
        in tx: borrowing Transaction
    ) throws {
        for (name, value) in asked where topic.attributes[name, default: TopicReport.standard(name)] != value
        {
            throw InvalidParameterException(
                "Invalid parameter: Attributes Reason: Topic already exists with different attributes")
        }
        guard !tags.isEmpty, try Tags.of(arn, in: tx) != tags else { return }
        throw InvalidParameterException(
            "Invalid parameter: Tags Reason: Topic already exists with different tags")
    }
}

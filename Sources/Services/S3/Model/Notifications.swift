internal import Kernel
internal import S3Interface
internal import Wire

/// Whom a bucket tells of what happens to its objects.
struct Notifications: Sendable {
    /// Entries of a bucket's configuration.
    static let rulesMax = 100
    private static let families = ["ObjectCreated", "ObjectRemoved", "ObjectTagging", "LifecycleExpiration"]
    private static let events = Set(
        ObjectEvent.Kind.allCases.map { "s3:\($0.name)" } + families.map { "s3:\($0):*" })

    /// Events of AWS that never happen here.
    private static let absentEvents: Set<String> = [
        "s3:ReducedRedundancyLostObject", "s3:ObjectCreated:Post", "s3:ObjectRestore:*",
        "s3:ObjectRestore:Post", "s3:ObjectRestore:Completed", "s3:ObjectRestore:Delete", "s3:Replication:*",
        "s3:Replication:OperationFailedReplication", "s3:Replication:OperationNotTracked",
        "s3:Replication:OperationMissedThreshold", "s3:Replication:OperationReplicatedAfterThreshold",
        "s3:LifecycleTransition", "s3:IntelligentTiering", "s3:ObjectAcl:Put",
    ]

    let rules: [NotificationRule]
    let isToldToEventBridge: Bool

    var isEmpty: Bool { rules.isEmpty && !isToldToEventBridge }

    init(json text: String) throws {
        let json = try JSON(parsing: Array(text.utf8))
        rules = (json["rules"]?.array ?? []).compactMap(NotificationRule.init(json:))
        isToldToEventBridge = json["bridge"]?.bool ?? false
    }

    var json: String {
        let out: JSON = ["rules": .array(rules.map(\.json)), "bridge": .bool(isToldToEventBridge)]
        return out.text
    }

    /// Reads what a request says; throws AWS's error for what does not fit together.
    init(_ given: NotificationConfiguration, _ kernel: Kernel) throws {
        var rules: [NotificationRule] = []
        func add(
            _ kind: NotificationRule.Kind, _ target: String, _ id: String?, _ events: [String],
            _ filter: NotificationConfigurationFilter?
        ) throws {
            guard ARN(target)?.service == kind.service else {
                throw InvalidArgument(
                    "The ARN could not be parsed", argumentName: kind.argument, argumentValue: target)
            }
            for event in events { try Self.check(event) }
            guard !events.isEmpty else { throw MalformedXML() }
            let (prefix, suffix) = try Self.parts(filter)
            let id = id.flatMap { $0.isEmpty ? nil : $0 } ?? kernel.entropy.uuid()
            let rule = NotificationRule(
                id: id, kind: kind, target: target, events: events, prefix: prefix, suffix: suffix)
            for other in rules {
                guard other.id != rule.id else {
                    throw InvalidArgument("Same ID used for multiple configurations. IDs must be unique")
                }
                guard !other.overlaps(rule) else { throw Self.ambiguous }
            }
            rules.append(rule)
        }
        for entry in given.topicConfigurations ?? [] {
            try add(.topic, entry.topicArn, entry.id, entry.events, entry.filter)
        }
        for entry in given.queueConfigurations ?? [] {
            try add(.queue, entry.queueArn, entry.id, entry.events, entry.filter)
        }
        for entry in given.lambdaFunctionConfigurations ?? [] {
            try add(.function, entry.lambdaFunctionArn, entry.id, entry.events, entry.filter)
        }
        guard rules.count <= Self.rulesMax else {
            throw InvalidArgument("A bucket has at most \(Self.rulesMax) notification configurations.")
        }
        self.rules = rules
        isToldToEventBridge = given.eventBridgeConfiguration != nil
    }

    private static var ambiguous: InvalidArgument {
        InvalidArgument(
            "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the "
                + "prefixes are overlapping for the same event type.")
    }

    /// What never happens here cannot be told of.
    private static func check(_ event: String) throws {
        guard !events.contains(event) else { return }
        guard absentEvents.contains(event) else {
            throw InvalidArgument(
                "The event '\(event)' is not supported for notifications", argumentName: "Event",
                argumentValue: event)
        }
        throw NotImplemented("The event \(event)")
    }

    private static func parts(
        _ filter: NotificationConfigurationFilter?
    ) throws -> (prefix: String?, suffix: String?) {
        var found: [String: String] = [:]
        for rule in filter?.key?.filterRules ?? [] {
            let name = (rule.name ?? "").lowercased()
            guard ["prefix", "suffix"].contains(name) else {
                throw InvalidArgument(
                    "filter rule name must be either prefix or suffix", argumentName: "FilterRule.Name",
                    argumentValue: rule.name ?? "")
            }
            guard found.updateValue(rule.value ?? "", forKey: name) == nil else {
                throw InvalidArgument(
                    "Cannot specify more than one \(name) rule in a filter.",
                    argumentName: "FilterRule.Name", argumentValue: rule.name ?? "")
            }
        }
        return (found["prefix"], found["suffix"])
    }

    /// The configuration as the API answers it.
    var configuration: NotificationConfiguration {
        func filter(_ rule: NotificationRule) -> NotificationConfigurationFilter? {
            let parts = [("Prefix", rule.prefix), ("Suffix", rule.suffix)].compactMap { name, value in
                value.map { FilterRule(name: name, value: $0) }
            }
            return parts.isEmpty ? nil : NotificationConfigurationFilter(key: S3KeyFilter(filterRules: parts))
        }
        func entries<Entry>(
            _ kind: NotificationRule.Kind, _ make: (NotificationRule) -> Entry
        ) -> [Entry]? {
            let found = rules.filter { $0.kind == kind }.map(make)
            return found.isEmpty ? nil : found
        }
        return NotificationConfiguration(
            topicConfigurations: entries(.topic) {
                TopicConfiguration(topicArn: $0.target, events: $0.events, id: $0.id, filter: filter($0))
            },
            queueConfigurations: entries(.queue) {
                QueueConfiguration(queueArn: $0.target, events: $0.events, id: $0.id, filter: filter($0))
            },
            lambdaFunctionConfigurations: entries(.function) {
                LambdaFunctionConfiguration(
                    lambdaFunctionArn: $0.target, events: $0.events, id: $0.id, filter: filter($0))
            },
            eventBridgeConfiguration: isToldToEventBridge ? EventBridgeConfiguration() : nil)
    }
}

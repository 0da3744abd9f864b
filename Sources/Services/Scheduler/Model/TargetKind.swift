internal import Kernel
internal import Wire

/// What calling a target amounts to.
enum TargetKind: Sendable, Equatable {
    /// A target of a service that takes deliveries, with the action that one amounts to.
    case templated(action: String)
    /// Any operation of any service, `arn:aws:scheduler:::aws-sdk:service:action`.
    case universal(action: String)

    var isUniversal: Bool {
        if case .universal = self { true } else { false }
    }

    /// The services with templates, each with its action.
    private static let actions = [
        "lambda": "lambda:InvokeFunction", "sqs": "sqs:SendMessage", "sns": "sns:Publish",
        "events": "events:PutEvents",
    ]
    /// The services with templates that are not here.
    private static let templatesElsewhere: Set<String> = [
        "codebuild", "codepipeline", "ecs", "firehose", "inspector", "kinesis", "sagemaker", "states",
    ]
    /// Services that SDKs call otherwise than policies do.
    private static let namesOfSDK = [
        "cloudwatch": "monitoring", "cloudwatchlogs": "logs", "eventbridge": "events", "sfn": "states",
    ]
    private static let universalPrefix = "aws-sdk:"
    /// Actions that only read; they are refused.
    private static let reading = [
        "get", "describe", "list", "poll", "receive", "search", "scan", "query", "select", "read", "lookup",
        "discover", "validate", "batchGet", "batchDescribe", "batchRead", "transactGet", "adminGet",
        "adminList", "testMigration", "retrieve", "testConnection", "translateDocument", "isAuthorized",
        "invokeModel",
    ]

    /// What a target is; throws what a caller is answered who asks for another one.
    ///
    /// <https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html>
    init(_ text: String, _ kernel: Kernel) throws {
        guard let arn = ARN(text) else {
            throw Refusals.invalid("Provided Arn is not in correct format.")
        }
        guard arn.service != "scheduler" || !arn.resource.hasPrefix(Self.universalPrefix) else {
            self = .universal(action: try Self.universalAction(arn, kernel))
            return
        }
        guard let action = Self.actions[arn.service], kernel.service(arn.service) != nil else {
            guard Self.templatesElsewhere.contains(arn.service) || Self.actions[arn.service] != nil else {
                throw Refusals.invalid("Service \(arn.service) is not supported as a target: \(text)")
            }
            throw NotImplemented("A schedule with a target of the service \(arn.service) (\(text))")
        }
        let isKnown =
            switch arn.service {
            case "lambda": arn.resource.hasPrefix("function:")
            case "events": arn.resource.hasPrefix("event-bus/")
            default: true
            }
        guard isKnown, !arn.account.isEmpty, !arn.region.isEmpty else {
            throw Refusals.invalid("Provided Arn is not in correct format.")
        }
        self = .templated(action: action)
    }

    private static func universalAction(_ arn: ARN, _ kernel: Kernel) throws -> String {
        let parts = arn.resource.dropFirst(universalPrefix.count).split(separator: ":").map(String.init)
        guard parts.count == 2, let first = parts[1].first, first.isLowercase else {
            throw Refusals.invalid("Provided Arn is not in correct format.")
        }
        let isReading = reading.contains { prefix in
            parts[1].hasPrefix(prefix) && parts[1].dropFirst(prefix.count).first?.isLowercase != true
        }
        guard !isReading else {
            throw Refusals.invalid("\(parts[1]) is not a supported API action for EventBridge Scheduler.")
        }
        let service = namesOfSDK[parts[0]] ?? parts[0]
        let operation = first.uppercased() + parts[1].dropFirst()
        guard let found = kernel.service(service)?.actions[operation] else {
            throw NotImplemented("A schedule with the target \(arn)")
        }
        return "\(service):\(found.operation.name)"
    }
}

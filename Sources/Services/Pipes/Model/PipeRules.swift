internal import EventPattern
internal import Kernel
internal import PipesInterface
internal import Store
internal import Templates
internal import Wire

/// What Pipes accepts as a pipe.
enum PipeRules {
    static let filtersMax = 5
    /// Pipes of an account in a region.
    static let pipesMax = 1000
    /// Sources that are served.
    private static let sources: Set = ["sqs", "dynamodb"]
    /// Targets that are served, each with the most records that go to it at once.
    private static let targets = ["sqs": 10, "sns": 10, "lambda": 10_000, "events": 10, "logs": 10_000]
    private static let destinationPrefix = "api-destination/"

    static func isDestination(_ arn: ARN) -> Bool {
        arn.service == "events" && arn.resource.hasPrefix(destinationPrefix)
    }

    /// The most records that a batch may have: as many as enrichment and target take at once.
    static func batchSizeMax(of settings: CreatePipeInput) -> Int {
        let ends = [settings.target, settings.enrichment ?? ""].compactMap { ARN($0) }
        if ends.contains(where: isDestination) { return 1 }
        return ARN(settings.target).flatMap { targets[$0.service] } ?? 1
    }

    static func check(_ definition: PipeDefinition, _ kernel: Kernel) throws {
        let settings = definition.settings
        try checkEnds(definition, kernel)
        try checkSource(settings)
        try checkTarget(settings)
        let most = batchSizeMax(of: settings)
        guard definition.batchSize <= most else {
            throw Refusals.invalid(
                "BatchSize must be less than or equal to \(most) for the enrichment and the target.")
        }
        if settings.sourceParameters?.sqsQueueParameters != nil, definition.batchSize > 10,
            definition.window == .zero
        {
            throw Refusals.invalid(
                "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10"
            )
        }
        try checkTemplates(settings)
    }

    private static func checkEnds(_ definition: PipeDefinition, _ kernel: Kernel) throws {
        let settings = definition.settings
        func isHere(_ service: String) -> Bool { kernel.service(service) != nil }
        guard let source = ARN(settings.source), sources.contains(source.service), isHere(source.service)
        else { throw NotImplemented("A pipe with the source \(settings.source)") }
        let isQueue = source.service == "sqs"
        guard isQueue || source.resource.contains("/stream/") else {
            throw Refusals.invalid("\(settings.source) is not the ARN of a queue or a stream.")
        }
        if let enrichment = definition.enrichment {
            guard let arn = ARN(enrichment), isDestination(arn) || isFunction(arn), isHere(arn.service)
            else { throw NotImplemented("A pipe with the enrichment \(enrichment)") }
        }
        guard let target = ARN(settings.target), targets[target.service] != nil, isHere(target.service)
        else { throw NotImplemented("A pipe with the target \(settings.target)") }
        let isKnown =
            switch target.service {
            case "lambda": isFunction(target)
            case "events": isDestination(target) || target.resource.hasPrefix("event-bus/")
            case "logs": target.resource.hasPrefix("log-group:")
            default: true
            }
        guard isKnown else { throw NotImplemented("A pipe with the target \(settings.target)") }
    }

    private static func isFunction(_ arn: ARN) -> Bool {
        arn.service == "lambda" && arn.resource.hasPrefix("function:")
    }

    private static func checkSource(_ settings: CreatePipeInput) throws {
        let parameters = settings.sourceParameters ?? PipeSourceParameters()
        let isQueue = ARN(settings.source)?.service == "sqs"
        try refuse([
            ("KinesisStreamParameters", parameters.kinesisStreamParameters != nil),
            ("ActiveMQBrokerParameters", parameters.activeMQBrokerParameters != nil),
            ("RabbitMQBrokerParameters", parameters.rabbitMQBrokerParameters != nil),
            ("ManagedStreamingKafkaParameters", parameters.managedStreamingKafkaParameters != nil),
            ("SelfManagedKafkaParameters", parameters.selfManagedKafkaParameters != nil),
            (
                "ParallelizationFactor",
                (parameters.dynamoDBStreamParameters?.parallelizationFactor ?? 1) != 1
            ),
        ])
        guard isQueue == (parameters.dynamoDBStreamParameters == nil) else {
            throw Refusals.invalid(
                isQueue
                    ? "DynamoDBStreamParameters is not supported for the source \(settings.source)."
                    : "DynamoDBStreamParameters with a StartingPosition must be specified for the source "
                        + "\(settings.source).")
        }
        if let letters = parameters.dynamoDBStreamParameters?.deadLetterConfig?.arn,
            let service = ARN(letters)?.service, !["sqs", "sns"].contains(service)
        {
            throw Refusals.invalid("DeadLetterConfig must be the ARN of a queue or a topic.")
        }
        _ = try filters(of: settings)
    }

    /// The patterns of a pipe, of which an event has to match one; none when all are let through.
    static func filters(of settings: CreatePipeInput) throws -> [EventPattern] {
        let filters = settings.sourceParameters?.filterCriteria?.filters ?? []
        guard filters.count <= filtersMax else {
            throw Refusals.invalid("FilterCriteria may hold at most \(filtersMax) filters.")
        }
        return try filters.map { filter in
            do throws(EventPatternError) {
                return try EventPattern(parsing: filter.pattern ?? "")
            } catch {
                throw Refusals.invalid("Invalid filter pattern definition.")
            }
        }
    }

    /// Parameters belong to the target that they are made for; those of others are refused.
    private static func checkTarget(_ settings: CreatePipeInput) throws {
        guard let target = ARN(settings.target) else { return }
        let parameters = settings.targetParameters ?? PipeTargetParameters()
        try refuse([
            ("StepFunctionStateMachineParameters", parameters.stepFunctionStateMachineParameters != nil),
            ("KinesisStreamParameters", parameters.kinesisStreamParameters != nil),
            ("EcsTaskParameters", parameters.ecsTaskParameters != nil),
            ("BatchJobParameters", parameters.batchJobParameters != nil),
            ("RedshiftDataParameters", parameters.redshiftDataParameters != nil),
            ("SageMakerPipelineParameters", parameters.sageMakerPipelineParameters != nil),
            ("TimestreamParameters", parameters.timestreamParameters != nil),
            ("EndpointId", parameters.eventBridgeEventBusParameters?.endpointId != nil),
        ])
        let given: [(String, Bool, Bool)] = [
            (
                "LambdaFunctionParameters", parameters.lambdaFunctionParameters != nil,
                target.service == "lambda"
            ),
            ("SqsQueueParameters", parameters.sqsQueueParameters != nil, target.service == "sqs"),
            ("HttpParameters", parameters.httpParameters != nil, isDestination(target)),
            (
                "EventBridgeEventBusParameters", parameters.eventBridgeEventBusParameters != nil,
                target.service == "events" && !isDestination(target)
            ),
            (
                "CloudWatchLogsParameters", parameters.cloudWatchLogsParameters != nil,
                target.service == "logs"
            ),
        ]
        for (name, isGiven, isFitting) in given where isGiven && !isFitting {
            throw Refusals.invalid("\(name) is not supported for the target \(settings.target).")
        }
        if target.resource.hasSuffix(".fifo"), target.service == "sqs",
            parameters.sqsQueueParameters?.messageGroupId == nil
        {
            throw Refusals.invalid(
                "SqsQueueParameters with a MessageGroupId must be specified for a FIFO queue.")
        }
    }

    private static func checkTemplates(_ settings: CreatePipeInput) throws {
        for template in [
            settings.enrichmentParameters?.inputTemplate, settings.targetParameters?.inputTemplate,
        ] {
            do {
                if let template { _ = try PipeTemplate(parsing: template) }
            } catch {
                throw Refusals.invalid("InputTemplate is not valid: \(error)")
            }
        }
    }

    /// Settings that would have no effect are refused by name.
    static func refuse(_ settings: [(String, Bool)]) throws {
        if let (name, _) = settings.first(where: \.1) { throw NotImplemented("A pipe with \(name)") }
    }

    /// Refuses a role that is not there or does not trust Pipes, where that is checked at all.
    static func requireTrust(
        _ role: String, pipe: ARN, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        do {
            _ = try call.kernel.actor(
                in: role, session: "pipes", service: "pipes.amazonaws.com", for: pipe, call.scope,
                at: call.now, in: tx)
        } catch is DeliveryFailure {
            throw Refusals.invalid("The role \(role) cannot be assumed by principal 'pipes.amazonaws.com'.")
        }
    }
}

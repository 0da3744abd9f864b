internal import EventBridgeInterface
internal import Kernel
internal import Templates
internal import Wire

/// What EventBridge accepts as a target.
enum TargetRules {
    /// Targets that one rule may have.
    static let targetsMax = 5

    /// The services that take events, each with what sending to them amounts to.
    static let actions = [
        "sqs": "sqs:SendMessage", "sns": "sns:Publish", "lambda": "lambda:InvokeFunction",
        "logs": "logs:PutLogEvents", "events": "events:PutEvents", "execute-api": "execute-api:Invoke",
        "schemas": "schemas:Discover",
    ]
    private static let deployedAPI = "execute-api"

    static let destinationPrefix = "api-destination/"

    static func action(of arn: ARN) -> String? {
        arn.service == "events" && arn.resource.hasPrefix(destinationPrefix)
            ? "events:InvokeApiDestination" : actions[arn.service]
    }

    /// What a target may say, whatever rule it is for.
    static func check(_ target: Target) throws {
        guard let arn = ARN(target.arn), isKnown(arn) else { throw malformed(target.arn) }
        if arn.service == "sqs", arn.resource.hasSuffix(".fifo"), target.sqsParameters == nil {
            throw ValidationException(
                "Parameter(s) SqsParameters must be specified for target: \(target.id).")
        }
        if target.httpParameters != nil, !arn.resource.hasPrefix(destinationPrefix),
            arn.service != deployedAPI
        {
            throw ValidationException("Parameter(s) HttpParameters not valid for target: \(target.id).")
        }
        if target.sqsParameters != nil, arn.service != "sqs" {
            throw ValidationException("Parameter(s) SqsParameters not valid for target: \(target.id).")
        }
        try checkInput(target)
        if let queue = target.deadLetterConfig?.arn,
            ARN(queue)?.service != "sqs" || queue.hasSuffix(".fifo")
        {
            throw ValidationException(
                "Parameter DeadLetterConfig.Arn is not valid. Reason: The ARN of a standard queue is expected."
            )
        }
    }

    private static func malformed(_ arn: String) -> ValidationException {
        ValidationException("Parameter \(arn) is not valid. Reason: Provided Arn is not in correct format.")
    }

    private static func isKnown(_ arn: ARN) -> Bool {
        switch arn.service {
        case "lambda": arn.resource.hasPrefix("function:")
        // Discoverers bring their rules themselves.
        case "schemas": false
        case deployedAPI: arn.resource.split(separator: "/").count >= 3
        case "logs": arn.resource.hasPrefix("log-group:")
        default: true
        }
    }

    /// Refuses by name the kinds of targets that are not served here, and settings for them. Asked once the
    /// rule is found, whose absence is the caller's mistake.
    static func requireServed(_ target: Target, _ kernel: Kernel) throws {
        guard let arn = ARN(target.arn) else { throw malformed(target.arn) }
        let owner = arn.service == deployedAPI ? "apigateway" : arn.service
        guard actions[arn.service] != nil, kernel.service(owner) != nil else {
            throw NotImplemented("PutTargets with a target of the service \(arn.service) (\(target.arn))")
        }
        if arn.service == "events", BusReference(arn) == nil, !arn.resource.hasPrefix(destinationPrefix) {
            throw NotImplemented("PutTargets with the target \(target.arn)")
        }
        let settings: [(String, Bool)] = [
            ("KinesisParameters", target.kinesisParameters != nil),
            ("RunCommandParameters", target.runCommandParameters != nil),
            ("EcsParameters", target.ecsParameters != nil),
            ("BatchParameters", target.batchParameters != nil),
            ("RedshiftDataParameters", target.redshiftDataParameters != nil),
            ("SageMakerPipelineParameters", target.sageMakerPipelineParameters != nil),
            ("AppSyncParameters", target.appSyncParameters != nil),
        ]
        if let (name, _) = settings.first(where: \.1) { throw NotImplemented("PutTargets with \(name)") }
    }

    private static func checkInput(_ target: Target) throws {
        let given = [target.input != nil, target.inputPath != nil, target.inputTransformer != nil]
        guard given.count(where: { $0 }) <= 1 else {
            throw ValidationException(
                "Only one of Input, InputPath, or InputTransformer must be provided for target \(target.id).")
        }
        if let input = target.input {
            do {
                _ = try JSON(parsing: input)
            } catch {
                throw ValidationException("JSON syntax error in Input for target \(target.id).")
            }
        }
        do {
            _ = try TargetInput(target)
        } catch {
            throw ValidationException(error.message(target: target.id))
        }
    }
}

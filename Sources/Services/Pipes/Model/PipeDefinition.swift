internal import Kernel
internal import PipesInterface
internal import Wire

/// All that a caller says about a pipe besides its name, its state and its tags.
struct PipeDefinition: Sendable {
    var settings: CreatePipeInput

    init(_ input: CreatePipeInput) {
        settings = input
        settings.name = ""
        settings.desiredState = nil
        settings.tags = nil
        settings.logConfiguration = nil
        settings.kmsKeyIdentifier = nil
        fillIn()
    }

    /// Reads what `text` spells.
    init(_ text: String) throws {
        settings = try CreatePipeInput(json: Array(text.utf8))
    }

    var text: String { String(decoding: settings.json(), as: UTF8.self) }

    var readsStream: Bool { ARN(settings.source)?.service == "dynamodb" }

    var enrichment: String? { settings.enrichment.flatMap { $0.isEmpty ? nil : $0 } }

    var batchSize: Int {
        let parameters = settings.sourceParameters
        return parameters?.sqsQueueParameters?.batchSize ?? parameters?.dynamoDBStreamParameters?.batchSize
            ?? 1
    }

    var window: Duration {
        let parameters = settings.sourceParameters
        return .seconds(
            parameters?.sqsQueueParameters?.maximumBatchingWindowInSeconds
                ?? parameters?.dynamoDBStreamParameters?.maximumBatchingWindowInSeconds ?? 0)
    }

    /// Gives the source's parameters the values that they have where nobody says otherwise.
    private mutating func fillIn() {
        var parameters = settings.sourceParameters ?? PipeSourceParameters()
        let most = PipeRules.batchSizeMax(of: settings)
        if ARN(settings.source)?.service == "sqs" {
            var queue = parameters.sqsQueueParameters ?? PipeSourceSqsQueueParameters()
            queue.batchSize = queue.batchSize ?? min(10, most)
            parameters.sqsQueueParameters = queue
        } else if var stream = parameters.dynamoDBStreamParameters {
            stream.batchSize = stream.batchSize ?? min(100, most)
            stream.maximumRecordAgeInSeconds = stream.maximumRecordAgeInSeconds ?? -1
            stream.maximumRetryAttempts = stream.maximumRetryAttempts ?? -1
            parameters.dynamoDBStreamParameters = stream
        }
        settings.sourceParameters = parameters
    }

    /// The definition after an update: what the call leaves out stays, but parameters of a service are
    /// replaced as one.
    func updated(by input: UpdatePipeInput) -> PipeDefinition {
        var changed = settings
        changed.description = input.description ?? changed.description
        changed.enrichment = input.enrichment ?? changed.enrichment
        changed.enrichmentParameters = input.enrichmentParameters ?? changed.enrichmentParameters
        changed.target = input.target ?? changed.target
        changed.targetParameters = input.targetParameters ?? changed.targetParameters
        changed.roleArn = input.roleArn
        if let parameters = input.sourceParameters {
            var source = changed.sourceParameters ?? PipeSourceParameters()
            source.filterCriteria = parameters.filterCriteria ?? source.filterCriteria
            if let queue = parameters.sqsQueueParameters {
                source.sqsQueueParameters = PipeSourceSqsQueueParameters(
                    batchSize: queue.batchSize,
                    maximumBatchingWindowInSeconds: queue.maximumBatchingWindowInSeconds)
            }
            if let stream = parameters.dynamoDBStreamParameters {
                source.dynamoDBStreamParameters = PipeSourceDynamoDBStreamParameters(
                    startingPosition: source.dynamoDBStreamParameters?.startingPosition ?? "LATEST",
                    batchSize: stream.batchSize, deadLetterConfig: stream.deadLetterConfig,
                    onPartialBatchItemFailure: stream.onPartialBatchItemFailure,
                    maximumBatchingWindowInSeconds: stream.maximumBatchingWindowInSeconds,
                    maximumRecordAgeInSeconds: stream.maximumRecordAgeInSeconds,
                    maximumRetryAttempts: stream.maximumRetryAttempts,
                    parallelizationFactor: stream.parallelizationFactor)
            }
            changed.sourceParameters = source
        }
        return PipeDefinition(changed)
    }
}

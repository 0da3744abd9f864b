internal import EventSources
internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// Lets a queue's messages or a stream's records be given to a function, from the moment at which this
    /// commits.
    func createEventSourceMapping(
        _ input: CreateEventSourceMappingInput, _ call: Call
    ) async throws -> EventSourceMappingConfiguration {
        let source = try self.source(input)
        let reference = try FunctionReference(input.functionName)
        let uuid = call.makeID()
        var made = EventSourceMappingConfiguration()
        made.uuid = uuid
        let readsStream = source.service != "sqs"
        made.batchSize =
            input.batchSize
            ?? (readsStream ? MappingRules.streamBatchSizeDefault : MappingRules.batchSizeDefault)
        if readsStream { Self.setStreamFacts(of: &made, input) }
        made.maximumBatchingWindowInSeconds = input.maximumBatchingWindowInSeconds ?? 0
        made.eventSourceArn = source.description
        made.filterCriteria = input.filterCriteria?.filters?.isEmpty == false ? input.filterCriteria : nil
        made.functionArn = reference.arn(in: call.scope)
        made.lastModified = call.now.timestamp
        made.state = "Creating"
        made.stateTransitionReason = "USER_INITIATED"
        made.functionResponseTypes = input.functionResponseTypes ?? []
        made.scalingConfig = input.scalingConfig
        made.eventSourceMappingArn = call.scope.arn("lambda", "event-source-mapping:\(uuid)").description
        try MappingRules.check(made)
        if readsStream {
            try await checkStream(source, reference, call)
        } else {
            try await checkQueue(source, reference, call)
        }
        let described = made
        let name = reference.qualifier.map { "\(reference.name):\($0)" } ?? reference.name
        let isEnabled = input.enabled ?? true
        return try await call.write { tx in
            let mapping = Mapping(uuid: uuid, scope: call.scope, function: name, described)
            let others = try Mappings.listed(
                call.scope, source: mapping.source, function: name, after: 0, limit: 1, in: tx)
            if let other = others.first {
                let kind = readsStream ? "The event source" : "An event source mapping with SQS"
                throw ResourceConflictException(
                    "\(kind) arn (\" \(mapping.source) \") and function (\" \(reference.name) \") "
                        + (readsStream ? "provided mapping already exists. " : "already exists. ")
                        + "Please update or delete the existing mapping with UUID \(other.uuid)",
                    type: "User")
            }
            try Mappings.insert(mapping, in: tx)
            if readsStream {
                let isLatest = described.startingPosition == "LATEST"
                try Checkpoints.insert(
                    uuid, since: isLatest ? call.now : Instant(milliseconds: 0), in: tx)
            }
            if let tags = input.tags, let arn = ARN(described.eventSourceMappingArn ?? "") {
                try Tags.set(tags, on: arn, in: tx)
            }
            tx.afterCommit { settle(uuid, isEnabled: isEnabled, call.scope) }
            return described
        }
    }

    private func source(_ input: CreateEventSourceMappingInput) throws -> ARN {
        guard let text = input.eventSourceArn, let source = ARN(text) else {
            throw MappingRules.invalid("Unrecognized event source.")
        }
        switch source.service {
        case "sqs":
            guard input.destinationConfig?.onFailure?.destination == nil else {
                throw MappingRules.invalid(
                    "Unsupported DestinationConfig parameter for given event source mapping type.")
            }
            try MappingRules.refuseOthers(input, isStream: false)
            return source
        case "dynamodb", "kinesis":
            try ConfigurationRules.refuse([
                ("ParallelizationFactor", (input.parallelizationFactor ?? 1) != 1),
                ("TumblingWindowInSeconds", (input.tumblingWindowInSeconds ?? 0) != 0),
                ("KMSKeyArn", input.kmsKeyArn?.isEmpty == false),
                ("MetricsConfig", input.metricsConfig != nil),
                ("LoggingConfig", input.loggingConfig != nil),
                ("ProvisionedPollerConfig", input.provisionedPollerConfig != nil),
            ])
            guard input.startingPosition != nil else {
                throw MappingRules.invalid(
                    "1 validation error detected: Value null at 'startingPosition' failed to satisfy "
                        + "constraint: "
                        + "Member must not be null.")
            }
            guard source.service == "dynamodb" else {
                throw NotImplemented("CreateEventSourceMapping for \(source.service)")
            }
            try ConfigurationRules.refuse([
                ("DestinationConfig", input.destinationConfig?.onFailure?.destination != nil)
            ])
            return source
        default: throw MappingRules.invalid("Unrecognized event source.")
        }
    }

    private static func setStreamFacts(
        of made: inout EventSourceMappingConfiguration, _ input: CreateEventSourceMappingInput
    ) {
        made.startingPosition = input.startingPosition
        made.maximumRetryAttempts = input.maximumRetryAttempts ?? -1
        made.maximumRecordAgeInSeconds = input.maximumRecordAgeInSeconds ?? -1
        made.bisectBatchOnFunctionError = input.bisectBatchOnFunctionError ?? false
        made.parallelizationFactor = 1
        made.tumblingWindowInSeconds = 0
    }

    /// The stream must exist and be open to the function's role.
    private func checkStream(_ source: ARN, _ reference: FunctionReference, _ call: Call) async throws {
        let version: FunctionVersion
        do {
            version = try await call.read { tx in try resolve(reference, call, in: tx).version }
        } catch is ResourceNotFoundException {
            throw MappingRules.invalid("Function does not exist")
        }
        guard kernel.service(source.service) != nil else {
            throw NotImplemented("CreateEventSourceMapping for \(source.service)")
        }
        let caller = try await functionCall(version, reference, call.scope, operation: "lambda.mapping")
        do {
            let stream = try await SourceStream(source, caller)
            _ = try await stream.iterator(after: "", caller)
        } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
            throw MappingRules.invalid("Stream not found: \(source)")
        } catch let failure as any Failure where failure.status < 500 {
            throw MappingRules.invalid(
                "Cannot access stream \(source). Please ensure the role can perform the GetRecords, "
                    + "GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.")
        }
    }

    /// The queue must exist, be open to the function's role and hide messages for as long as the function
    /// may run.
    private func checkQueue(_ source: ARN, _ reference: FunctionReference, _ call: Call) async throws {
        let version: FunctionVersion
        do {
            version = try await call.read { tx in try resolve(reference, call, in: tx).version }
        } catch is ResourceNotFoundException {
            throw MappingRules.invalid("Function does not exist")
        }
        guard kernel.service("sqs") != nil else { throw NotImplemented("CreateEventSourceMapping for sqs") }
        let caller = try await functionCall(version, reference, call.scope, operation: "lambda.mapping")
        do {
            let url = try await SourceQueue(source, caller).url
            let answer = try await caller.invoke(
                "sqs:GetQueueAttributes", ["QueueUrl": .string(url), "AttributeNames": ["VisibilityTimeout"]])
            let hidden = answer["Attributes"]?["VisibilityTimeout"]?.string.flatMap { Int($0) } ?? 30
            guard hidden >= version.timeoutSeconds else {
                throw MappingRules.invalid(
                    "Queue visibility timeout: \(hidden) seconds is less than Function timeout: "
                        + "\(version.timeoutSeconds) seconds")
            }
        } catch let failure as InvalidParameterValueException {
            throw failure
        } catch let failure as any Failure where failure.status < 500 {
            throw MappingRules.invalid(
                "Error occurred while ReceiveMessage. SQS Error Code: \(failure.queryCode). SQS Error "
                    + "Message: "
                    + failure.message)
        }
    }
}

internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// Lets a queue's messages be given to a function, from the moment at which this commits.
    func createEventSourceMapping(
        _ input: CreateEventSourceMappingInput, _ call: Call
    ) async throws -> EventSourceMappingConfiguration {
        let source = try self.source(input)
        let reference = try FunctionReference(input.functionName)
        guard input.destinationConfig?.onFailure?.destination == nil else {
            throw MappingRules.invalid(
                "Unsupported DestinationConfig parameter for given event source mapping type.")
        }
        let uuid = call.makeID()
        var made = EventSourceMappingConfiguration()
        made.uuid = uuid
        made.batchSize = input.batchSize ?? MappingRules.batchSizeDefault
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
        try await checkQueue(source, reference, call)
        let described = made
        let name = reference.qualifier.map { "\(reference.name):\($0)" } ?? reference.name
        let isEnabled = input.enabled ?? true
        return try await call.write { tx in
            let mapping = Mapping(uuid: uuid, scope: call.scope, function: name, described)
            let others = try Mappings.listed(
                call.scope, source: mapping.source, function: name, after: 0, limit: 1, in: tx)
            if let other = others.first {
                throw ResourceConflictException(
                    "An event source mapping with SQS arn (\" \(mapping.source) \") and function (\" "
                        + "\(reference.name) "
                        + "\") already exists. Please update or delete the existing mapping with UUID "
                        + "\(other.uuid)",
                    type: "User")
            }
            try Mappings.insert(mapping, in: tx)
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
            try MappingRules.refuseOthers(input)
            return source
        case "dynamodb", "kinesis":
            guard input.startingPosition != nil else {
                throw MappingRules.invalid(
                    "1 validation error detected: Value null at 'startingPosition' failed to satisfy "
                        + "constraint: "
                        + "Member must not be null.")
            }
            throw NotImplemented("CreateEventSourceMapping for \(source.service)")
        default: throw MappingRules.invalid("Unrecognized event source.")
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
            let url = try await queueURL(source, caller)
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

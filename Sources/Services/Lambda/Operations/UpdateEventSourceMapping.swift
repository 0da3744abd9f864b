internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func updateEventSourceMapping(
        _ input: UpdateEventSourceMappingInput, _ call: Call
    ) async throws -> EventSourceMappingConfiguration {
        guard input.destinationConfig?.onFailure?.destination == nil else {
            throw MappingRules.invalid(
                "Unsupported DestinationConfig parameter for given event source mapping type.")
        }
        let reference = try input.functionName.map { try FunctionReference($0) }
        return try await call.write { tx in
            guard var mapping = try Mappings.with(uuid: input.uuid, call.scope, in: tx) else {
                throw MappingRules.notFound
            }
            var new = mapping.configuration
            try MappingRules.refuseOthers(input, isStream: new.startingPosition != nil)
            new.batchSize = input.batchSize ?? new.batchSize
            new.maximumBatchingWindowInSeconds =
                input.maximumBatchingWindowInSeconds ?? new.maximumBatchingWindowInSeconds
            new.functionResponseTypes = input.functionResponseTypes ?? new.functionResponseTypes
            new.scalingConfig = input.scalingConfig ?? new.scalingConfig
            try Self.setStreamFacts(of: &new, input)
            if let criteria = input.filterCriteria {
                new.filterCriteria = criteria.filters?.isEmpty == false ? criteria : nil
            }
            if let reference {
                do {
                    _ = try resolve(reference, call, in: tx)
                } catch is ResourceNotFoundException {
                    throw MappingRules.invalid("Function does not exist")
                }
                mapping.function = reference.qualifier.map { "\(reference.name):\($0)" } ?? reference.name
                new.functionArn = reference.arn(in: call.scope)
            }
            try MappingRules.check(new)
            let wasEnabled = mapping.state != "Disabled" && mapping.state != "Disabling"
            let isEnabled = input.enabled ?? wasEnabled
            new.lastModified = call.now.timestamp
            mapping.state = isEnabled == wasEnabled ? "Updating" : isEnabled ? "Enabling" : "Disabling"
            mapping.configuration = new
            try Mappings.update(mapping, in: tx)
            let uuid = mapping.uuid
            tx.afterCommit { settle(uuid, isEnabled: isEnabled, call.scope) }
            return mapping.answer
        }
    }

    /// What only mappings of streams have.
    private static func setStreamFacts(
        of mapping: inout EventSourceMappingConfiguration, _ input: UpdateEventSourceMappingInput
    ) throws {
        try ConfigurationRules.refuse([
            ("ParallelizationFactor", (input.parallelizationFactor ?? 1) != 1),
            ("TumblingWindowInSeconds", (input.tumblingWindowInSeconds ?? 0) != 0),
        ])
        let isForStreams =
            input.maximumRetryAttempts != nil || input.maximumRecordAgeInSeconds != nil
            || input.bisectBatchOnFunctionError != nil
        guard mapping.startingPosition != nil || !isForStreams else {
            throw MappingRules.invalid(
                "MaximumRetryAttempts, MaximumRecordAgeInSeconds and BisectBatchOnFunctionError are not "
                    + "supported for SQS event sources.")
        }
        mapping.maximumRetryAttempts = input.maximumRetryAttempts ?? mapping.maximumRetryAttempts
        mapping.maximumRecordAgeInSeconds =
            input.maximumRecordAgeInSeconds ?? mapping.maximumRecordAgeInSeconds
        mapping.bisectBatchOnFunctionError =
            input.bisectBatchOnFunctionError ?? mapping.bisectBatchOnFunctionError
    }
}

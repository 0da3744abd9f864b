internal import EventSources
internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// Ends a mapping; batches under way are finished.
    func deleteEventSourceMapping(
        _ input: DeleteEventSourceMappingInput, _ call: Call
    ) async throws -> EventSourceMappingConfiguration {
        try await call.write { tx in
            guard var mapping = try Mappings.with(uuid: input.uuid, call.scope, in: tx) else {
                throw MappingRules.notFound
            }
            mapping.state = "Deleting"
            try Mappings.remove(mapping.uuid, in: tx)
            try Checkpoints.remove(mapping.uuid, in: tx)
            if let arn = ARN(mapping.configuration.eventSourceMappingArn ?? "") {
                try Tags.removeAll(of: arn, in: tx)
            }
            tx.afterCommit { pollers.stop(input.uuid) }
            return mapping.answer
        }
    }
}

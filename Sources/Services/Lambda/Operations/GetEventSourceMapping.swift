internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func getEventSourceMapping(
        _ input: GetEventSourceMappingInput, _ call: Call
    ) async throws -> EventSourceMappingConfiguration {
        try await call.read { tx in
            guard let found = try Mappings.with(uuid: input.uuid, call.scope, in: tx) else {
                throw MappingRules.notFound
            }
            return found.answer
        }
    }
}

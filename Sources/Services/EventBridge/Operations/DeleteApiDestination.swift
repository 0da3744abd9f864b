internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func deleteApiDestination(
        _ input: DeleteApiDestinationInput, _ call: Call
    ) async throws -> DeleteApiDestinationOutput {
        try await call.write { tx in
            try Destinations.remove(try Self.destination(input.name, call, in: tx).id, in: tx)
        }
        return DeleteApiDestinationOutput()
    }
}

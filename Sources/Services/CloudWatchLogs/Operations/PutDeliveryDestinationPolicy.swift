internal import CloudWatchLogsInterface
internal import Kernel
internal import Policy
internal import Wire

extension CloudWatchLogs {
    /// Says which other accounts may have their logs delivered to a destination.
    func putDeliveryDestinationPolicy(
        _ input: PutDeliveryDestinationPolicyInput, _ call: Call
    ) async throws -> PutDeliveryDestinationPolicyOutput {
        let policy = input.deliveryDestinationPolicy
        do {
            _ = try PolicyDocument(
                parsing: policy, kind: .resource, charactersMax: StoredPolicy.charactersMax)
        } catch {
            throw ValidationException("The policy is not valid: \(error.message)")
        }
        return try await call.write { tx in
            let destination = try DeliveryDestinations.named(
                input.deliveryDestinationName, call.scope, in: tx)
            try DeliveryDestinations.setPolicy(policy, of: destination.id, in: tx)
            return PutDeliveryDestinationPolicyOutput(
                policy: .init(deliveryDestinationPolicy: policy))
        }
    }
}

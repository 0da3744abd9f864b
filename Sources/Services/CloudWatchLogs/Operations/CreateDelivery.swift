internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Connects a source to a destination: from now on its records are delivered there.
    ///
    /// The policies that let them be written are made as well, where the caller may do that.
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-vended-logs-permissions-V2.html>
    func createDelivery(_ input: CreateDeliveryInput, _ call: Call) async throws -> CreateDeliveryOutput {
        let arn = input.deliveryDestinationArn
        let missing = ResourceNotFoundException(
            "Requested Delivery Destination does not exist in this account.")
        guard let parts = ARN(arn), parts.service == "logs", parts.region == call.region,
            parts.resource.hasPrefix("delivery-destination:")
        else { throw missing }
        let owner = try await kernel.scopes.scope(account: parts.account, region: parts.region)
        let name = String(parts.resource.dropFirst("delivery-destination:".count))
        let (source, destination) = try await call.read { tx in
            let source = try DeliverySources.named(input.deliverySourceName, call.scope, in: tx)
            guard let destination = try DeliveryDestinations.find(name, owner, in: tx) else { throw missing }
            return (source, destination)
        }
        guard let resource = ARN(source.resource), let log = VendedLog.of(resource) else { throw missing }
        let configuration = StoredDelivery.Configuration(
            input.recordFields, input.fieldDelimiter, input.s3DeliveryConfiguration)
        try configuration.check(log, destination)
        try await admit(call, to: destination, parts)
        let id = kernel.entropy.text(16)
        let output = try await call.write { tx in
            for other in try VendedDeliveries.of(source: source.id, in: tx) {
                guard other.destination != destination.id else {
                    throw ConflictException("The specified Delivery already exists")
                }
                guard other.kind != destination.kind.rawValue else {
                    throw ConflictException(
                        "Delivery already exists for this Delivery Source with the same Delivery "
                            + "Destination Type.")
                }
            }
            // Both may be gone since they were looked at.
            _ = try DeliverySources.named(source.name, call.scope, in: tx)
            guard try DeliveryDestinations.with(id: destination.id, in: tx) != nil else { throw missing }
            try VendedDeliveries.insert(
                id, from: source, to: destination, arn, configuration, call.scope, in: tx)
            try Tags.set(input.tags ?? [:], on: StoredDelivery.arn(id, call.scope), in: tx)
            let delivery = try VendedDeliveries.named(id, call.scope, in: tx)
            return CreateDeliveryOutput(delivery: try Self.described(delivery, call, in: tx))
        }
        return output
    }

    /// Throws when the destination is another account's that does not let the caller deliver, or leads
    /// nowhere; otherwise makes the policy by which records can be written there, if the caller may.
    private func admit(_ call: Call, to destination: StoredDestination, _ arn: ARN) async throws {
        if arn.account != call.account {
            guard let policy = destination.policy, destination.kind == .bucket else {
                throw AccessDeniedException(
                    "The Delivery Destination \(arn) does not let this account deliver to it.")
            }
            try await kernel.authorise(
                call, action: "logs:CreateDelivery", resource: arn, resourcePolicy: policy)
            // Between accounts nobody makes the policies of buckets but their owners.
            return
        }
        switch destination.kind {
        case .group: try await DeliveryPermission.grant(group: destination.resource, call)
        case .bucket: try await DeliveryPermission.grant(bucket: destination.bucket, call)
        }
    }
}

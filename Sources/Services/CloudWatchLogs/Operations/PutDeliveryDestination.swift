internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Makes a destination of a log group or a bucket, or gives the one of its name another of the same kind.
    func putDeliveryDestination(
        _ input: PutDeliveryDestinationInput, _ call: Call
    ) async throws -> PutDeliveryDestinationOutput {
        let type = input.deliveryDestinationType
        guard let resource = input.deliveryDestinationConfiguration?.destinationResourceArn else {
            if type == "XRAY" { throw NotImplemented("PutDeliveryDestination with X-Ray") }
            throw ValidationException("deliveryDestinationConfiguration must be specified.")
        }
        let kind = try Self.destinationKind(resource, call)
        guard type == nil || type == kind.rawValue else {
            throw ValidationException("\(resource) is no destination of type \(type ?? "").")
        }
        let format = try input.outputFormat.map { name in
            guard let format = StoredDestination.Format(rawValue: name) else {
                throw NotImplemented("PutDeliveryDestination with outputFormat \(name)")
            }
            return format
        }
        return try await call.write { tx in
            let old = try DeliveryDestinations.find(input.name, call.scope, in: tx)
            if let old {
                guard input.tags == nil else { throw ConflictException(Self.tagsOnUpdate) }
                guard format == nil || format == old.format else {
                    throw ValidationException(
                        "Update to existing Delivery Destination with new Output Format is not allowed. "
                            + "Please create a new Delivery Destination instead.")
                }
                guard kind == old.kind else {
                    throw ValidationException(
                        "Update to existing Delivery Destination with new Delivery Destination Type is not "
                            + "allowed. Please create a new Delivery Destination instead.")
                }
            }
            try DeliveryDestinations.put(
                input.name, resource: resource, format: format, call.scope, in: tx)
            try Tags.set(input.tags ?? [:], on: StoredDestination.arn(input.name, call.scope), in: tx)
            let destination = try DeliveryDestinations.named(input.name, call.scope, in: tx)
            return PutDeliveryDestinationOutput(
                deliveryDestination: try Self.described(destination, call, in: tx))
        }
    }

    private static func destinationKind(_ resource: String, _ call: Call) throws -> StoredDestination.Kind {
        switch ARN(resource) {
        case let arn? where arn.service == "s3" && !arn.resource.isEmpty: return .bucket
        case let arn? where arn.service == "logs" && arn.resource.hasPrefix("log-group:"):
            guard arn.account == call.account, arn.region == call.region else {
                throw ValidationException("The log group belongs to another account or region.")
            }
            return .group
        case let arn? where arn.service == "firehose":
            throw NotImplemented("PutDeliveryDestination with a Firehose stream")
        default:
            throw ValidationException("\(resource) is not the ARN of a delivery destination resource.")
        }
    }
}

internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    static let tagsOnUpdate = "Tags can only be provided when a resource is being created, not updated."

    /// Makes a source of one type of logs of a resource; it belongs to that resource for good.
    func putDeliverySource(
        _ input: PutDeliverySourceInput, _ call: Call
    ) async throws -> PutDeliverySourceOutput {
        if input.deliverySourceConfiguration?.isEmpty == false {
            throw NotImplemented("PutDeliverySource with deliverySourceConfiguration")
        }
        guard let resource = ARN(input.resourceArn) else {
            throw ValidationException("The resource ARN \(input.resourceArn) is not valid.")
        }
        guard let log = VendedLog.of(resource) else {
            throw NotImplemented("PutDeliverySource for \(resource.service)")
        }
        guard log.types.contains(input.logType) else {
            throw ValidationException("This service is not allowed for this LogSource.")
        }
        guard resource.account == call.account, resource.region == call.region else {
            throw ValidationException("The resource belongs to another account or region.")
        }
        try await require(resource, log, call)
        try await kernel.authorise(call, action: log.action, resource: resource)
        return try await call.write { tx in
            if let old = try DeliverySources.find(input.name, call.scope, in: tx) {
                try Self.checkUpdate(of: old, input)
            } else {
                let sources = try DeliverySources.of(input.resourceArn, call.scope, in: tx)
                guard !sources.contains(where: { $0.logType == input.logType }) else {
                    throw ConflictException(
                        "This ResourceId has already been used in another Delivery Source in this account")
                }
                try DeliverySources.insert(
                    input.name, resource: input.resourceArn, logType: input.logType, call.scope, in: tx)
                try Tags.set(input.tags ?? [:], on: StoredSource.arn(input.name, call.scope), in: tx)
            }
            let source = try DeliverySources.named(input.name, call.scope, in: tx)
            return PutDeliverySourceOutput(deliverySource: try Self.described(source, call, in: tx))
        }
    }

    private static func checkUpdate(of old: StoredSource, _ input: PutDeliverySourceInput) throws {
        guard input.tags == nil else { throw ConflictException(tagsOnUpdate) }
        guard old.resource == input.resourceArn else {
            throw ConflictException(
                "Update to existing Delivery Source with new ResourceId is not allowed. "
                    + "Please create a new Delivery Source instead.")
        }
        guard old.logType == input.logType else {
            throw ConflictException(
                "Update to existing Delivery Source with new LogType is not allowed. "
                    + "Please create a new Delivery Source instead.")
        }
    }

    /// Throws when the resource does not exist, or its service is not here.
    private func require(_ resource: ARN, _ log: VendedLog, _ call: Call) async throws {
        guard kernel.service(log.service) != nil else {
            throw ResourceNotFoundException("Cannot access provided service.")
        }
        var input = JSONObject()
        input[log.describing.member] = .string(resource.description)
        do {
            _ = try await Call.internal(kernel, call.scope).invoke(log.describing.action, .object(input))
        } catch let failure as any Failure where failure.status < 500 {
            throw ResourceNotFoundException("The resource \(resource) does not exist: \(failure.message)")
        }
    }
}

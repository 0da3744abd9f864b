internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Changes what a delivery says of records and objects; what is not given stays.
    func updateDeliveryConfiguration(
        _ input: UpdateDeliveryConfigurationInput, _ call: Call
    ) async throws -> UpdateDeliveryConfigurationOutput {
        let change = StoredDelivery.Configuration(
            input.recordFields, input.fieldDelimiter, input.s3DeliveryConfiguration)
        return try await call.write { tx in
            let delivery = try VendedDeliveries.named(input.id, call.scope, in: tx)
            let source = try DeliverySources.named(delivery.sourceName, call.scope, in: tx)
            if let log = ARN(source.resource).flatMap({ VendedLog.of($0) }),
                let destination = try DeliveryDestinations.with(id: delivery.destination, in: tx)
            {
                try change.check(log, destination)
            }
            try VendedDeliveries.configure(
                delivery.id, delivery.configuration.changed(by: change), in: tx)
            return UpdateDeliveryConfigurationOutput()
        }
    }
}

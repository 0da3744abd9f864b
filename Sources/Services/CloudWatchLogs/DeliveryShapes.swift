internal import CloudWatchLogsInterface
internal import Kernel
internal import Store
internal import Wire

/// How sources, destinations and deliveries are told, and how they are named where tags are set.
extension CloudWatchLogs {
    static func described(
        _ source: StoredSource, _ call: Call, in tx: borrowing Transaction
    ) throws -> DeliverySource {
        let arn = StoredSource.arn(source.name, call.scope)
        return DeliverySource(
            name: source.name, arn: arn.description, resourceArns: [source.resource],
            service: ARN(source.resource)?.service, logType: source.logType, tags: try tags(of: arn, in: tx))
    }

    static func described(
        _ destination: StoredDestination, _ call: Call, in tx: borrowing Transaction
    ) throws -> DeliveryDestination {
        let arn = StoredDestination.arn(destination.name, call.scope)
        return DeliveryDestination(
            name: destination.name, arn: arn.description,
            deliveryDestinationType: destination.kind.rawValue, outputFormat: destination.format?.rawValue,
            deliveryDestinationConfiguration: DeliveryDestinationConfiguration(
                destinationResourceArn: destination.resource),
            tags: try tags(of: arn, in: tx))
    }

    static func described(
        _ delivery: StoredDelivery, _ call: Call, in tx: borrowing Transaction
    ) throws -> DeliveryShape {
        let arn = StoredDelivery.arn(delivery.name, call.scope)
        let configuration = delivery.configuration
        let isBucket = delivery.kind == StoredDestination.Kind.bucket.rawValue
        return DeliveryShape(
            id: delivery.name, arn: arn.description, deliverySourceName: delivery.sourceName,
            deliveryDestinationArn: delivery.destinationARN, deliveryDestinationType: delivery.kind,
            recordFields: configuration.fields, fieldDelimiter: configuration.delimiter,
            s3DeliveryConfiguration: isBucket
                ? S3DeliveryConfiguration(
                    suffixPath: configuration.suffixPath ?? ObjectPath.defaultSuffix,
                    enableHiveCompatiblePath: configuration.isHive ?? false) : nil,
            tags: try tags(of: arn, in: tx))
    }

    private static func tags(of arn: ARN, in tx: borrowing Transaction) throws -> [String: String]? {
        let tags = try Tags.of(arn, in: tx)
        return tags.isEmpty ? nil : tags
    }

    /// The resource that an ARN names, if it exists, as its tags are kept.
    static func taggable(_ text: String, _ call: Call, in tx: borrowing Transaction) throws -> ARN {
        let parts = (ARN(text)?.resource ?? "").split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw ResourceNotFoundException() }
        switch parts[0] {
        case "delivery-source":
            return StoredSource.arn(try DeliverySources.named(parts[1], call.scope, in: tx).name, call.scope)
        case "delivery-destination":
            let found = try DeliveryDestinations.named(parts[1], call.scope, in: tx)
            return StoredDestination.arn(found.name, call.scope)
        case "delivery":
            return StoredDelivery.arn(
                try VendedDeliveries.named(parts[1], call.scope, in: tx).name, call.scope)
        default:
            return Group.arn(try Groups.named(Group.name(in: text), call.scope, in: tx).name, call.scope)
        }
    }
}

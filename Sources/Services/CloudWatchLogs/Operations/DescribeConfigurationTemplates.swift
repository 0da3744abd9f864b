internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Lists what deliveries may be told, by service, type of log and kind of destination.
    func describeConfigurationTemplates(
        _ input: DescribeConfigurationTemplatesInput, _ call: Call
    ) async throws -> DescribeConfigurationTemplatesOutput {
        let question = "templates"
        let start = try Int(Self.deliveryPlace(input.nextToken, question)) ?? 0
        let limit = input.limit ?? 50
        var found: [ConfigurationTemplate] = []
        for log in VendedLog.all where input.service == nil || input.service == log.service {
            guard input.resourceTypes?.contains(log.resourceType) ?? true else { continue }
            for type in log.types where input.logTypes?.contains(type) ?? true {
                for kind in [StoredDestination.Kind.group, .bucket]
                where input.deliveryDestinationTypes?.contains(kind.rawValue) ?? true {
                    found.append(Self.template(log, type, kind))
                }
            }
        }
        let page = found.dropFirst(start).prefix(limit)
        return DescribeConfigurationTemplatesOutput(
            configurationTemplates: Array(page),
            nextToken: page.endIndex < found.count
                ? PageToken.encode([String(page.endIndex)], for: question) : nil)
    }

    private static func template(
        _ log: VendedLog, _ type: String, _ kind: StoredDestination.Kind
    ) -> ConfigurationTemplate {
        let isBucket = kind == .bucket
        return ConfigurationTemplate(
            service: log.service, logType: type, resourceType: log.resourceType,
            deliveryDestinationType: kind.rawValue,
            defaultDeliveryConfigValues: ConfigurationTemplateDeliveryConfigValues(
                recordFields: log.fields, fieldDelimiter: RecordFormat.defaultDelimiter,
                s3DeliveryConfiguration: isBucket
                    ? S3DeliveryConfiguration(
                        suffixPath: ObjectPath.defaultSuffix, enableHiveCompatiblePath: false) : nil),
            allowedFields: log.fields.map { RecordField(name: $0, mandatory: false) },
            allowedOutputFormats: ["json", "plain"],
            allowedActionForAllowVendedLogsDeliveryForResource: log.action,
            allowedSuffixPathFields: isBucket ? ObjectPath.variables.keys.sorted() : nil)
    }
}

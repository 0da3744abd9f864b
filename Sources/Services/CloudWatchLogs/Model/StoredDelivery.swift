internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

/// What connects a delivery source to a delivery destination.
struct StoredDelivery {
    /// The principal that writes to destinations.
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-vended-logs-permissions-V2.html>
    static let principal = "delivery.logs.amazonaws.com"

    let id: Int64
    let scope: Int64
    let name: String
    let source: Int64
    let sourceName: String
    let destination: Int64
    let destinationARN: String
    let kind: String
    var configuration: Configuration
    /// Lines that wait for their object.
    let waiting: Int

    static func arn(_ name: String, _ scope: Scope) -> ARN { scope.arn("logs", "delivery:\(name)") }

    /// What a delivery may be told about records and objects.
    struct Configuration {
        var fields: [String]?
        var delimiter: String?
        var suffixPath: String?
        var isHive: Bool?

        var text: String {
            var object = JSONObject()
            object["fields"] = fields.map { .array($0.map { .string($0) }) }
            object["delimiter"] = delimiter.map { .string($0) }
            object["suffixPath"] = suffixPath.map { .string($0) }
            object["isHive"] = isHive.map { .bool($0) }
            return JSON.object(object).text
        }

        init(_ fields: [String]?, _ delimiter: String?, _ s3: S3DeliveryConfiguration?) {
            self.fields = fields
            self.delimiter = delimiter
            suffixPath = s3?.suffixPath
            isHive = s3?.enableHiveCompatiblePath
        }

        init(parsing text: String) throws(JSONError) {
            let object = try JSON(parsing: text)
            fields = object["fields"]?.array?.compactMap(\.string)
            delimiter = object["delimiter"]?.string
            suffixPath = object["suffixPath"]?.string
            isHive = object["isHive"]?.bool
        }

        /// The same with what another one says in its place.
        func changed(by other: Configuration) -> Configuration {
            var changed = self
            changed.fields = other.fields ?? fields
            changed.delimiter = other.delimiter ?? delimiter
            changed.suffixPath = other.suffixPath ?? suffixPath
            changed.isHive = other.isHive ?? isHive
            return changed
        }

        /// Throws AWS's refusal of what does not fit the log or the destination.
        func check(_ log: VendedLog, _ destination: StoredDestination) throws {
            if let unknown = fields?.first(where: { !log.fields.contains($0) }) {
                throw ValidationException("Record field \(unknown) is not allowed for this log type.")
            }
            if delimiter != nil, destination.format != .plain {
                throw ValidationException("A field delimiter is for deliveries in plain format alone.")
            }
            guard suffixPath != nil || isHive != nil else { return }
            guard destination.kind == .bucket else {
                throw ValidationException(
                    "s3DeliveryConfiguration is for deliveries to an S3 bucket alone.")
            }
            if let suffixPath, !ObjectPath.isValid(suffixPath) {
                throw ValidationException("The suffix path \(suffixPath) has a variable that is not allowed.")
            }
        }
    }
}

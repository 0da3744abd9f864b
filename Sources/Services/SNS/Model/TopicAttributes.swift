internal import Kernel
internal import Policy
internal import SNSInterface
internal import Wire

/// The attributes that a topic takes, and what values they take.
enum TopicAttributes {
    static let nameMax = 256
    static let displayNameMax = 100
    static let policyBytesMax = 30_720
    /// Attributes that only a FIFO topic has.
    static let ofFIFO: Set<String> = ["ArchivePolicy", "ContentBasedDeduplication", "FifoThroughputScope"]
    /// Attributes of AWS that nothing here could honour.
    static let absent: Set<String> = ["DataProtectionPolicy"]
    static let keyIDBytesMax = 2048

    static func checkName(_ name: String, isFIFO: Bool) throws {
        let stem = isFIFO && name.hasSuffix(".fifo") ? name.dropLast(".fifo".count) : name[...]
        let isValid =
            !stem.isEmpty && name.utf8.count <= nameMax
            && stem.utf8.allSatisfy {
                $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            }
        guard isFIFO else {
            guard isValid else { throw InvalidParameterException("Invalid parameter: Topic Name") }
            return
        }
        guard isValid, name.hasSuffix(".fifo") else {
            throw InvalidParameterException(
                "Invalid parameter: Fifo Topic names must end with .fifo and must be made up of only "
                    + "uppercase and "
                    + "lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 "
                    + "and 256 "
                    + "characters long.")
        }
    }

    /// The value as it is kept; throws for an attribute that is unknown, absent here or of no such value.
    static func checked(
        _ name: String, _ value: String, isFIFO: Bool, isCreation: Bool
    ) throws -> String {
        let prefix = isCreation ? "Invalid parameter: Attributes Reason: " : "Invalid parameter: "
        func invalid(_ reason: String) -> InvalidParameterException {
            InvalidParameterException(prefix + reason)
        }
        if absent.contains(name) || DeliveryStatus.isOfFirehose(name) {
            throw NotImplemented("The topic attribute \(name)")
        }
        if DeliveryStatus.isAttribute(name) {
            guard let kept = DeliveryStatus.checked(name, value) else { throw invalid(name) }
            return kept
        }
        switch name {
        case "DisplayName":
            guard value.utf8.count <= displayNameMax else { throw invalid("DisplayName") }
            return value
        case "Policy": return try policy(value, invalid("Policy"))
        case "DeliveryPolicy":
            if value.isEmpty { return "" }
            _ = try DeliveryPolicy(topicText: value, refusalPrefix: prefix)
            return value
        case "SignatureVersion":
            guard value == "1" || value == "2" else { throw invalid("SignatureVersion") }
            return value
        case "KmsMasterKeyId":
            guard value.utf8.count <= keyIDBytesMax else { throw invalid("KmsMasterKeyId") }
            return value
        case "TracingConfig":
            if value == "Active" {
                throw NotImplemented("The topic attribute TracingConfig with the value Active")
            }
            guard value == "PassThrough" else { throw invalid("TracingConfig") }
            return value
        case "FifoTopic":
            guard isCreation else { throw InvalidParameterException("Invalid parameter: AttributeName") }
            return try boolean(value, invalid("FifoTopic: Invalid value [\(value)]. Must be true or false."))
        case "ContentBasedDeduplication" where isFIFO:
            return try boolean(
                value, invalid("ContentBasedDeduplication: Invalid value [\(value)]. Must be true or false."))
        case "ArchivePolicy" where isFIFO: return try ArchivePolicy(value, invalid) == nil ? "" : value
        case "FifoThroughputScope" where isFIFO:
            guard value == "Topic" || value == "MessageGroup" else { throw invalid("FifoThroughputScope") }
            return value
        default:
            throw InvalidParameterException(
                isCreation
                    ? "Invalid parameter: Attributes Reason: Unknown attribute \(name)"
                    : "Invalid parameter: AttributeName")
        }
    }

    private static func boolean(_ value: String, _ failure: InvalidParameterException) throws -> String {
        let folded = value.lowercased()
        guard folded == "true" || folded == "false" else { throw failure }
        return folded
    }

    private static func policy(_ value: String, _ failure: InvalidParameterException) throws -> String {
        if value.isEmpty { return "" }
        do throws(PolicyError) {
            _ = try PolicyDocument(parsing: value, kind: .resource, charactersMax: policyBytesMax)
        } catch {
            throw InvalidParameterException("\(failure.message) Error: null")
        }
        try TopicPolicy.checkActions(of: value)
        return value
    }
}

extension UInt8 {
    var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

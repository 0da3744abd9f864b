internal import SNSInterface
internal import Wire

/// What SNS accepts as message attributes, with its words for what it does not.
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html>
enum MessageAttributeRules {
    static let nameBytesMax = 256

    /// The attributes in the order of their names. `position` is that of the entry in a batch, from 1 on.
    static func checked(
        _ attributes: [String: MessageAttributeValue]?
    ) throws -> [PublishedAttribute] {
        guard let attributes, !attributes.isEmpty else { return [] }
        return try attributes.sorted { $0.key < $1.key }.map { name, value in
            try checkName(name)
            return try checked(name, value)
        }
    }

    private static func checked(_ name: String, _ attribute: MessageAttributeValue) throws
        -> PublishedAttribute
    {
        let type = attribute.dataType
        let root = type.prefix { $0 != "." }
        let isKnown = (root == "String" || root == "Number" || root == "Binary") && !type.hasSuffix(".")
        guard isKnown else {
            throw InvalidParameterValueException(
                "The message attribute '\(name)' has an invalid message attribute type, the set of "
                    + "supported type "
                    + "prefixes is Binary, Number, and String.")
        }
        let empty = InvalidParameterValueException(
            "The message attribute '\(name)' must contain non-empty message attribute value for message "
                + "attribute "
                + "type '\(type)'.")
        guard attribute.stringValue != nil || attribute.binaryValue != nil else { throw empty }
        let field = root == "Binary" ? "Binary" : "String"
        if root == "Binary" {
            guard let bytes = attribute.binaryValue else { throw wrongField(name, type, field) }
            guard !bytes.isEmpty else { throw empty }
            return PublishedAttribute(name: name, dataType: type, value: Base64.encoded(bytes))
        }
        guard let text = attribute.stringValue else { throw wrongField(name, type, field) }
        guard !text.isEmpty else { throw empty }
        if root == "Number", Double(text)?.isFinite != true {
            throw InvalidParameterValueException(
                "Could not cast message attribute '\(name)' value to number.")
        }
        return PublishedAttribute(name: name, dataType: type, value: text)
    }

    private static func wrongField(_ name: String, _ type: String, _ field: String)
        -> InvalidParameterValueException
    {
        InvalidParameterValueException(
            "The message attribute '\(name)' with type '\(type)' must use field '\(field)'.")
    }

    private static func checkName(_ name: String) throws {
        guard name.utf8.count <= nameBytesMax else {
            throw InvalidParameterValueException(
                "Length of message attribute name must be less than 256 bytes.")
        }
        if name.isEmpty {
            throw InvalidParameterValueException("The request must contain non-empty message attribute name.")
        }
        if name.hasPrefix(".") {
            throw InvalidParameterValueException(
                "Invalid message attribute name starting with character '.' was found.")
        }
        if name.hasSuffix(".") {
            throw InvalidParameterValueException(
                "Invalid message attribute name ending with character '.' was found.")
        }
        var previous: Unicode.Scalar = " "
        for scalar in name.unicodeScalars {
            let isPlain = UInt8(exactly: scalar.value)?.isLetterOrDigit == true
            guard isPlain || scalar == "-" || scalar == "_" || scalar == "." else {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                throw InvalidParameterValueException(
                    "Invalid non-alphanumeric character '#x\(digits)' was found in the message attribute "
                        + "name. Can "
                        + "only include alphanumeric characters, hyphens, underscores, or dots.")
            }
            if scalar == ".", previous == "." {
                throw InvalidParameterValueException(
                    "Message attribute name can not have successive '.' character.")
            }
            previous = scalar
        }
    }
}

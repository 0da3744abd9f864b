internal import Wire

/// Why an attribute value of a request is refused.
public enum ValueFault: Error, Sendable, Hashable {
    case empty
    case ambiguous
    case falseNull
    case emptyStringSet, emptyNumberSet, emptyBinarySet
    case emptyStringInSet, emptyBinaryInSet
    case repeatedStrings([String])
    case repeatedNumbers
    case repeatedBinaries([[UInt8]])
    case number(NumberError)
    case tooDeep

    private static let prefix = "One or more parameter values were invalid: "

    /// The text with which DynamoDB answers.
    public var message: String {
        switch self {
        case .empty: "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
        case .ambiguous:
            "Supplied AttributeValue has more than one datatypes set, "
                + "must contain exactly one of the supported datatypes"
        case .falseNull: Self.prefix + "Null attribute value types must have the value of true"
        // The texts of AWS have two spaces here.
        case .emptyStringSet: Self.prefix + "An string set  may not be empty"
        case .emptyNumberSet: Self.prefix + "An number set  may not be empty"
        case .emptyBinarySet: Self.prefix + "Binary sets should not be empty"
        case .emptyStringInSet: Self.prefix + "An string set may not have a empty string as a member"
        case .emptyBinaryInSet: Self.prefix + "Binary sets may not contain null or empty values"
        case .repeatedStrings(let elements):
            Self.prefix + "Input collection [\(elements.joined(separator: ", "))] contains duplicates."
        case .repeatedNumbers: "Input collection contains duplicates"
        case .repeatedBinaries(let elements):
            Self.prefix + "Input collection [\(elements.map(Self.base64).joined(separator: ", "))]"
                + "of type BS contains duplicates."
        case .number(let error): error.message
        case .tooDeep: "Nesting Levels have exceeded supported limits"
        }
    }

    static func base64(_ bytes: [UInt8]) -> String { Base64.encoded(bytes) }
}

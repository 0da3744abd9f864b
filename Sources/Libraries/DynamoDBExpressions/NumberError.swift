/// Why a text or a result is not a number of DynamoDB.
public enum NumberError: Error, Sendable, Hashable {
    case notNumeric(String)
    case overflow
    case underflow
    case tooPrecise

    /// The text with which DynamoDB answers.
    public var message: String {
        switch self {
        case .notNumeric(let text) where text.isEmpty: "The parameter cannot be converted to a numeric value"
        case .notNumeric(let text): "The parameter cannot be converted to a numeric value: \(text)"
        case .overflow:
            "Number overflow. Attempting to store a number with magnitude larger than supported range"
        case .underflow:
            "Number underflow. Attempting to store a number with magnitude smaller than supported range"
        case .tooPrecise: "Attempting to store more than 38 significant digits in a Number"
        }
    }
}

internal import Wire

/// A message attribute as SNS filter policies see it.
/// https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
public struct MessageAttribute: Sendable, Equatable {
    public var name: String
    /// `String`, `Number`, `String.Array`, `Binary`, or one of these with a label (`Number.price`).
    public var dataType: String
    /// The string value; unused for `Binary`.
    public var value: String

    public init(name: String, dataType: String, value: String) {
        self.name = name
        self.dataType = dataType
        self.value = value
    }

    /// What a policy compares; nil where SNS ignores the attribute (`Binary`).
    var json: JSON? {
        if dataType == "String.Array" || dataType == "Number.Array" { return array ?? .string(value) }
        switch dataType.prefix(while: { $0 != "." }) {
        case "Binary": return nil
        case "Number": return number ?? .string(value)
        default: return .string(value)
        }
    }

    private var number: JSON? {
        guard let json = parsed, case .number = json else { return nil }
        return json
    }

    /// Arrays hold strings, numbers, booleans and null only; one of these alone counts as an array of itself.
    private var array: JSON? {
        let value = parsed
        return switch value {
        case .array?, .number?, .bool?, .null?: value
        case .string?, .object?, nil: nil
        }
    }

    private var parsed: JSON? {
        do {
            return try JSON(parsing: value)
        } catch {
            return nil
        }
    }
}

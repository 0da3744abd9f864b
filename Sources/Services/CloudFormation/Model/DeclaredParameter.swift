internal import CloudFormationInterface
internal import Kernel
internal import Wire

/// A parameter as a template declares it.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>
struct DeclaredParameter: Sendable {
    enum Kind: String, Sendable {
        case string = "String"
        case number = "Number"
        case numbers = "List<Number>"
        case list = "CommaDelimitedList"
    }

    let name: String
    let kind: Kind
    let defaultValue: String?
    let allowedValues: [String]
    let allowedPattern: String?
    let lengthMin: Int?
    let lengthMax: Int?
    let valueMin: Double?
    let valueMax: Double?
    let isSecret: Bool
    let description: String?
    let constraintDescription: String?

    private static let attributes: Set = [
        "Type", "Default", "AllowedValues", "AllowedPattern", "MinLength", "MaxLength", "MinValue",
        "MaxValue",
        "NoEcho", "Description", "ConstraintDescription",
    ]

    init(_ name: String, _ json: JSON) throws {
        guard !name.isEmpty, name.utf8.allSatisfy({ $0.isASCIIAlphanumeric }) else {
            throw ValidationError.format("Parameter name \(name) is non alphanumeric.")
        }
        guard case .object(let object) = json else {
            throw ValidationError.format("[/Parameters/\(name)] parameter definition is malformed")
        }
        if let unknown = object.names.first(where: { !Self.attributes.contains($0) }) {
            throw ValidationError("Invalid template parameter property '\(unknown)'")
        }
        guard let type = object["Type"]?.string else {
            throw ValidationError.format("Every Parameters object must contain a Type member.")
        }
        if type.hasPrefix("AWS::") || type.hasPrefix("List<AWS::") {
            throw NotImplemented("The parameter type \(type) of \(name)")
        }
        guard let kind = Kind(rawValue: type) else {
            throw ValidationError.format("Unrecognized parameter type: \(type)")
        }
        self.name = name
        self.kind = kind
        if let value = object["Default"] {
            guard let text = value.scalarText else {
                throw ValidationError.format("Every Default member must be a string.")
            }
            defaultValue = text
        } else {
            defaultValue = nil
        }
        allowedValues = (object["AllowedValues"]?.array ?? []).compactMap(\.scalarText)
        allowedPattern = object["AllowedPattern"]?.string
        if let allowedPattern, (try? Regex(allowedPattern)) == nil {
            throw ValidationError("Parameter '\(name)' has an invalid AllowedPattern \(allowedPattern)")
        }
        lengthMin = object["MinLength"]?.scalarText.flatMap { Int($0) }
        lengthMax = object["MaxLength"]?.scalarText.flatMap { Int($0) }
        valueMin = object["MinValue"]?.scalarText.flatMap { Double($0) }
        valueMax = object["MaxValue"]?.scalarText.flatMap { Double($0) }
        isSecret = object["NoEcho"]?.scalarText?.lowercased() == "true"
        description = object["Description"]?.string
        constraintDescription = object["ConstraintDescription"]?.string
    }

    /// The value in the form that `Ref` answers; throws for one that breaks a constraint.
    func value(of text: String) throws(ValidationError) -> JSON {
        guard text.utf8.count <= TemplateLimits.parameterSizeMax else {
            throw ValidationError(
                "Parameter '\(name)' must contain at most \(TemplateLimits.parameterSizeMax) characters")
        }
        switch kind {
        case .string:
            try check(text)
            return .string(text)
        case .number:
            try check(text)
            return try number(text)
        case .list:
            let elements = Self.elements(of: text)
            for element in elements { try check(element) }
            return .array(elements.map { .string($0) })
        case .numbers:
            var numbers: [JSON] = []
            for element in Self.elements(of: text) {
                try check(element)
                numbers.append(try number(element))
            }
            return .array(numbers)
        }
    }

    private static func elements(of text: String) -> [String] {
        text.isEmpty
            ? [] : text.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingSpaces }
    }

    private func number(_ text: String) throws(ValidationError) -> JSON {
        if let value = try? JSON(parsing: text), case .number = value { return value }
        // Numbers with a plus sign or leading zeros are numbers to CloudFormation too.
        guard let value = Double(text), value.isFinite, !text.lowercased().contains("x") else {
            throw ValidationError("Parameter '\(name)' must be a number.")
        }
        return .number(Int(exactly: value).map(String.init) ?? String(value))
    }

    private func check(_ text: String) throws(ValidationError) {
        if !allowedValues.isEmpty, !allowedValues.contains(text) {
            throw refusal("must be one of AllowedValues")
        }
        if kind == .number || kind == .numbers {
            guard let value = Double(text), value.isFinite else { throw refusal("must be a number.") }
            if let valueMin, value < valueMin {
                throw refusal("must be a number not less than \(Self.plain(valueMin))")
            }
            if let valueMax, value > valueMax {
                throw refusal("must be a number not greater than \(Self.plain(valueMax))")
            }
        } else {
            if let lengthMin, text.count < lengthMin {
                throw refusal("must contain at least \(lengthMin) characters")
            }
            if let lengthMax, text.count > lengthMax {
                throw refusal("must contain at most \(lengthMax) characters")
            }
        }
        if let allowedPattern, let pattern = try? Regex(allowedPattern),
            (try? pattern.wholeMatch(in: text)) == nil
        {
            throw refusal("must match pattern \(allowedPattern)")
        }
    }

    private func refusal(_ text: String) -> ValidationError {
        guard let constraintDescription else { return ValidationError("Parameter '\(name)' \(text)") }
        return ValidationError("Parameter \(name) failed to satisfy constraint: \(constraintDescription)")
    }

    private static func plain(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? String(number)
    }
}

extension StringProtocol {
    /// The text without spaces, tabs and line breaks at both ends.
    var trimmingSpaces: String {
        var rest = Substring(self)
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}

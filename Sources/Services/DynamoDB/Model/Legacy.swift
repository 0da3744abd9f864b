internal import DynamoDBExpressions
internal import DynamoDBInterface

/// The parameters of the API before it had expressions, put as what expressions mean.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.html>
enum Legacy {
    /// Refuses requests that use both ways to say something.
    static func check(
        _ legacy: KeyValuePairs<String, Bool>, _ expressions: KeyValuePairs<String, Bool>
    ) throws(ValidationException) {
        let old = legacy.filter(\.value).map(\.key)
        let new = expressions.filter(\.value).map(\.key)
        guard !old.isEmpty, !new.isEmpty else { return }
        throw ValidationException(
            "Can not use both expression and non-expression parameters in the same request: "
                + "Non-expression parameters: {\(old.joined(separator: ", "))} "
                + "Expression parameters: {\(new.joined(separator: ", "))}")
    }

    /// `AttributesToGet`
    static func projection(_ names: [String]?) throws(ValidationException) -> PathProjection? {
        guard let names else { return nil }
        guard Set(names).count == names.count else {
            let twice = names.first { name in names.count { $0 == name } > 1 } ?? ""
            throw .invalid("Duplicate value in attribute name: \(twice)")
        }
        return PathProjection(paths: names.map { DocumentPath($0) })
    }

    /// `QueryFilter`, `ScanFilter` and `KeyConditions`
    static func condition(
        _ conditions: [String: LegacyCondition]?, _ conditionalOperator: String? = nil
    ) throws(ValidationException) -> Predicate? {
        guard let conditions else { return nil }
        var parts: [Predicate] = []
        for (name, condition) in conditions.sorted(by: { $0.key < $1.key }) {
            parts.append(
                try comparison(name, condition.comparisonOperator, condition.attributeValueList ?? []))
        }
        return join(parts, conditionalOperator)
    }

    /// `Expected`
    static func expectation(
        _ expected: [String: ExpectedAttributeValue]?, _ conditionalOperator: String?
    ) throws(ValidationException) -> Predicate? {
        guard let expected else { return nil }
        var parts: [Predicate] = []
        for (name, wanted) in expected.sorted(by: { $0.key < $1.key }) {
            parts.append(try part(name, wanted))
        }
        return join(parts, conditionalOperator)
    }

    private static func join(_ parts: [Predicate], _ conditionalOperator: String?) -> Predicate? {
        guard var joined = parts.first else { return nil }
        for part in parts.dropFirst() {
            joined = conditionalOperator == "OR" ? .or(joined, part) : .and(joined, part)
        }
        return joined
    }

    private static func part(
        _ name: String, _ wanted: ExpectedAttributeValue
    ) throws(ValidationException) -> Predicate {
        if let comparator = wanted.comparisonOperator {
            guard wanted.exists == nil else {
                throw .invalid("Exists and ComparisonOperator cannot be used together for Attribute: \(name)")
            }
            guard wanted.value == nil || wanted.attributeValueList == nil else {
                throw .invalid("Value and AttributeValueList cannot be used together for Attribute: \(name)")
            }
            return try comparison(
                name, comparator, wanted.attributeValueList ?? wanted.value.map { [$0] } ?? [])
        }
        if wanted.exists == false {
            guard wanted.value == nil else {
                throw .invalid("Value cannot be used when Exists is false for Attribute: \(name)")
            }
            return .notExists(DocumentPath(name))
        }
        guard let value = wanted.value else {
            throw .invalid("Value must be provided when Exists is true for Attribute: \(name)")
        }
        return try comparison(name, "EQ", [value])
    }

    // MARK: Comparisons

    private static let comparators: [String: Predicate.Comparator] = [
        "EQ": .equal, "NE": .notEqual, "LT": .less, "LE": .lessOrEqual, "GT": .greater, "GE": .greaterOrEqual,
    ]

    private static func comparison(
        _ name: String, _ comparator: String, _ values: [AttributeValue]
    ) throws(ValidationException) -> Predicate {
        for value in values {
            if let fault = value.fault { throw ValidationException(fault.message) }
        }
        try checkCount(comparator, values.count)
        try checkTypes(comparator, values)
        let path = DocumentPath(name)
        let operands = values.map { Operand.value($0) }
        if let known = comparators[comparator] { return .comparison(known, .path(path), operands[0]) }
        switch comparator {
        case "NULL": return .notExists(path)
        case "NOT_NULL": return .exists(path)
        case "CONTAINS": return .contains(.path(path), operands[0])
        case "NOT_CONTAINS": return .not(.contains(.path(path), operands[0]))
        case "BEGINS_WITH": return .beginsWith(.path(path), operands[0])
        case "BETWEEN": return .between(.path(path), operands[0], operands[1])
        default: return .membership(.path(path), operands)
        }
    }

    private static func checkCount(_ comparator: String, _ count: Int) throws(ValidationException) {
        let isRight =
            switch comparator {
            case "NULL", "NOT_NULL": count == 0
            case "BETWEEN": count == 2
            case "IN": count > 0
            default: count == 1
            }
        guard isRight else {
            throw .invalid("Invalid number of argument(s) for the \(comparator) ComparisonOperator")
        }
    }

    private static func checkTypes(
        _ comparator: String, _ values: [AttributeValue]
    ) throws(ValidationException) {
        let allowed: Set<AttributeValue.Kind>
        switch comparator {
        case "LT", "LE", "GT", "GE", "BETWEEN", "IN": allowed = [.string, .number, .binary]
        case "BEGINS_WITH": allowed = [.string, .binary]
        case "CONTAINS", "NOT_CONTAINS": allowed = [.string, .number, .binary, .boolean, .null]
        default: return
        }
        for value in values where !allowed.contains(value.kind) {
            throw .invalid(
                "ComparisonOperator \(comparator) is not valid for \(value.kind.rawValue) AttributeValue type"
            )
        }
    }

    // MARK: Updates

    /// `AttributeUpdates`
    static func update(_ updates: [String: AttributeValueUpdate]?) throws(ValidationException) -> ItemUpdate?
    {
        guard let updates else { return nil }
        var actions: [ItemUpdate.Action] = []
        for (name, update) in updates.sorted(by: { $0.key < $1.key }) {
            actions.append(try action(name, update))
        }
        return ItemUpdate(actions: actions)
    }

    private static func action(
        _ name: String, _ update: AttributeValueUpdate
    ) throws(ValidationException) -> ItemUpdate.Action {
        let path = DocumentPath(name)
        let action = update.action ?? "PUT"
        guard let value = update.value else {
            guard action == "DELETE" else {
                throw .invalid("Only DELETE action is allowed when no attribute value is specified")
            }
            return .remove(path)
        }
        if let fault = value.fault { throw ValidationException(fault.message) }
        switch (action, value.kind) {
        case ("PUT", _): return .set(path, .operand(.value(value)))
        case ("ADD", .list):
            return .set(
                path, .listAppend(.ifNotExists(path, .operand(.value(.list([])))), .operand(.value(value))))
        case ("ADD", .number), ("ADD", .stringSet), ("ADD", .numberSet), ("ADD", .binarySet):
            return .add(path, value)
        case ("DELETE", .stringSet), ("DELETE", .numberSet), ("DELETE", .binarySet):
            return .delete(path, value)
        default: throw .invalid("\(action) action is not supported for the type \(value.kind.rawValue)")
        }
    }
}

/// A condition, filter or key condition.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html>
public indirect enum Condition: Sendable, Hashable {
    public enum Comparator: String, Sendable {
        case equal = "="
        case notEqual = "<>"
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    case comparison(Comparator, Operand, Operand)
    case between(Operand, Operand, Operand)
    case membership(Operand, [Operand])
    case exists(DocumentPath)
    case notExists(DocumentPath)
    case type(DocumentPath, Operand)
    case beginsWith(Operand, Operand)
    case contains(Operand, Operand)
    case and(Condition, Condition)
    case or(Condition, Condition)
    case not(Condition)
}

/// What a condition compares.
public enum Operand: Sendable, Hashable {
    case path(DocumentPath)
    case value(AttributeValue)
    case size(DocumentPath)

    /// The value for an item, nil where the item has none.
    func value(in item: [String: AttributeValue]) -> AttributeValue? {
        switch self {
        case .path(let path): path.value(in: item)
        case .value(let value): value
        case .size(let path): path.value(in: item)?.size.map { .number(Number($0)) }
        }
    }

    /// The constant, nil for what depends on the item.
    public var constant: AttributeValue? { if case .value(let value) = self { value } else { nil } }

    /// The path whose value or size the operand is.
    public var path: DocumentPath? {
        switch self {
        case .path(let path), .size(let path): path
        case .value: nil
        }
    }
}

extension AttributeValue {
    /// What the function `size` answers; nil for numbers, booleans and null, which have none.
    var size: Int? {
        switch self {
        case .string(let text): text.utf8.count
        case .binary(let bytes): bytes.count
        case .stringSet(let elements): elements.count
        case .numberSet(let elements): elements.count
        case .binarySet(let elements): elements.count
        case .list(let elements): elements.count
        case .map(let entries): entries.count
        case .number, .boolean, .null, .faulty: nil
        }
    }
}

extension Condition {
    /// Whether the condition holds for an item; an item that does not exist is empty.
    public func holds(for item: [String: AttributeValue]) -> Bool {
        switch self {
        case .comparison(let comparator, let left, let right):
            return Self.compare(comparator, left.value(in: item), right.value(in: item))
        case .between(let operand, let low, let high):
            let value = operand.value(in: item)
            return Self.compare(.greaterOrEqual, value, low.value(in: item))
                && Self.compare(.lessOrEqual, value, high.value(in: item))
        case .membership(let operand, let members):
            let value = operand.value(in: item)
            return members.contains { Self.compare(.equal, value, $0.value(in: item)) }
        case .exists(let path): return path.value(in: item) != nil
        case .notExists(let path): return path.value(in: item) == nil
        case .type(let path, let wanted):
            guard let value = path.value(in: item), case .string(let name)? = wanted.value(in: item) else {
                return false
            }
            return value.kind.rawValue == name
        case .beginsWith(let operand, let prefix):
            return Self.begins(operand.value(in: item), prefix.value(in: item))
        case .contains(let operand, let element):
            return Self.contains(operand.value(in: item), element.value(in: item))
        case .and(let left, let right): return left.holds(for: item) && right.holds(for: item)
        case .or(let left, let right): return left.holds(for: item) || right.holds(for: item)
        case .not(let condition): return !condition.holds(for: item)
        }
    }

    static func compare(_ comparator: Comparator, _ left: AttributeValue?, _ right: AttributeValue?) -> Bool {
        guard let left, let right else {
            // What does not exist differs from everything that does.
            return comparator == .notEqual && (left != nil || right != nil)
        }
        switch comparator {
        case .equal: return left.isEqual(to: right)
        case .notEqual: return !left.isEqual(to: right)
        case .less: return left.isLess(than: right) ?? false
        case .lessOrEqual: return right.isLess(than: left).map { !$0 } ?? false
        case .greater: return right.isLess(than: left) ?? false
        case .greaterOrEqual: return left.isLess(than: right).map { !$0 } ?? false
        }
    }

    static func begins(_ value: AttributeValue?, _ prefix: AttributeValue?) -> Bool {
        switch (value, prefix) {
        case (.string(let text)?, .string(let start)?): text.utf8.starts(with: start.utf8)
        case (.binary(let bytes)?, .binary(let start)?): bytes.starts(with: start)
        default: false
        }
    }

    static func contains(_ value: AttributeValue?, _ element: AttributeValue?) -> Bool {
        guard let value, let element else { return false }
        switch (value, element) {
        case (.string(let text), .string(let part)): return isWithin(Array(part.utf8), Array(text.utf8))
        case (.binary(let bytes), .binary(let part)): return isWithin(part, bytes)
        case (.stringSet(let elements), .string(let text)):
            return elements.contains { AttributeValue.isSame($0, text) }
        case (.numberSet(let elements), .number(let number)): return elements.contains(number)
        case (.binarySet(let elements), .binary(let bytes)): return elements.contains(bytes)
        case (.list(let elements), _): return elements.contains { $0.isEqual(to: element) }
        default: return false
        }
    }

    private static func isWithin(_ part: [UInt8], _ whole: [UInt8]) -> Bool {
        guard let first = part.first else { return true }
        guard part.count <= whole.count else { return false }
        for start in 0...(whole.count - part.count) where whole[start] == first {
            if whole[start...].starts(with: part) { return true }
        }
        return false
    }

    /// The attributes of items that the condition names.
    public var attributes: [String] {
        switch self {
        case .comparison(_, let left, let right), .beginsWith(let left, let right),
            .contains(let left, let right):
            return [left, right].compactMap { $0.path?.attribute }
        case .between(let operand, let low, let high):
            return [operand, low, high].compactMap { $0.path?.attribute }
        case .membership(let operand, let members):
            return ([operand] + members).compactMap { $0.path?.attribute }
        case .exists(let path), .notExists(let path): return [path.attribute]
        case .type(let path, let operand):
            return [path.attribute] + [operand].compactMap { $0.path?.attribute }
        case .and(let left, let right), .or(let left, let right): return left.attributes + right.attributes
        case .not(let condition): return condition.attributes
        }
    }
}

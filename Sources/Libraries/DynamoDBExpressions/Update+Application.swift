extension Update {
    private static let invalidPath = ExpressionError(
        "The document path provided in the update expression is invalid for update")
    private static let invalidType = ExpressionError(
        "An operand in the update expression has an incorrect data type")
    private static let missingAttribute = ExpressionError(
        "The provided expression refers to an attribute that does not exist in the item")

    /// The item after the update. Every value is computed from the item as it was before.
    public func apply(
        to item: [String: AttributeValue]
    ) throws(ExpressionError) -> [String: AttributeValue] {
        var result = item
        var removals: [DocumentPath] = []
        for action in actions {
            switch action {
            case .set(let path, let value):
                try Self.change(&result, path, to: try Self.evaluate(value, item))
            case .remove(let path): removals.append(path)
            case .add(let path, let operand):
                try Self.change(&result, path, to: try Self.sum(path.value(in: item), operand))
            case .delete(let path, let operand):
                guard let current = path.value(in: item) else { continue }
                if let rest = try Self.difference(current, operand) {
                    try Self.change(&result, path, to: rest)
                } else {
                    try Self.change(&result, path, to: nil)
                }
            }
        }
        // From the back, so that the positions of a list still to be removed stay what they were.
        for path in removals.sorted(by: Self.isRemovedBefore) { try Self.change(&result, path, to: nil) }
        return result
    }

    private static func isRemovedBefore(_ a: DocumentPath, _ b: DocumentPath) -> Bool {
        for (one, two) in zip(a.rest, b.rest) {
            guard case .index(let first) = one, case .index(let second) = two, first != second else {
                continue
            }
            return first > second
        }
        return false
    }

    // MARK: Values

    private static func evaluate(
        _ value: Value, _ item: [String: AttributeValue]
    ) throws(ExpressionError) -> AttributeValue {
        switch value {
        case .operand(let operand):
            guard let found = operand.value(in: item) else { throw missingAttribute }
            return found
        case .ifNotExists(let path, let other):
            if let found = path.value(in: item) { return found }
            return try evaluate(other, item)
        case .listAppend(let first, let second):
            guard case .list(let head) = try evaluate(first, item),
                case .list(let tail) = try evaluate(second, item)
            else { throw invalidType }
            return .list(head + tail)
        case .sum(let left, let right):
            return try arithmetic(left, right, item) { a, b throws(NumberError) in try a.adding(b) }
        case .difference(let left, let right):
            return try arithmetic(left, right, item) { a, b throws(NumberError) in try a.subtracting(b) }
        }
    }

    private static func arithmetic(
        _ left: Value, _ right: Value, _ item: [String: AttributeValue],
        _ operation: (Number, Number) throws(NumberError) -> Number
    ) throws(ExpressionError) -> AttributeValue {
        guard case .number(let a) = try evaluate(left, item), case .number(let b) = try evaluate(right, item)
        else {
            throw invalidType
        }
        do throws(NumberError) {
            return .number(try operation(a, b))
        } catch {
            throw ExpressionError(error.message)
        }
    }

    /// What `ADD` makes of a value.
    static func sum(
        _ current: AttributeValue?, _ operand: AttributeValue
    ) throws(ExpressionError) -> AttributeValue {
        switch (current, operand) {
        case (nil, _): return operand
        case (.number(let a)?, .number(let b)):
            do throws(NumberError) {
                return .number(try a.adding(b))
            } catch {
                throw ExpressionError(error.message)
            }
        case (.stringSet(let a)?, .stringSet(let b)):
            return .set(ofStrings: a + b.filter { new in !a.contains { AttributeValue.isSame($0, new) } })
        case (.numberSet(let a)?, .numberSet(let b)): return .set(ofNumbers: a + b.filter { !a.contains($0) })
        case (.binarySet(let a)?, .binarySet(let b)):
            return .set(ofBinaries: a + b.filter { !a.contains($0) })
        default: throw invalidType
        }
    }

    /// What `DELETE` leaves of a set; nil when nothing is left.
    static func difference(
        _ current: AttributeValue, _ operand: AttributeValue
    ) throws(ExpressionError) -> AttributeValue? {
        switch (current, operand) {
        case (.stringSet(let a), .stringSet(let b)):
            let rest = a.filter { old in !b.contains { AttributeValue.isSame($0, old) } }
            return rest.isEmpty ? nil : .stringSet(rest)
        case (.numberSet(let a), .numberSet(let b)):
            let rest = a.filter { !b.contains($0) }
            return rest.isEmpty ? nil : .numberSet(rest)
        case (.binarySet(let a), .binarySet(let b)):
            let rest = a.filter { !b.contains($0) }
            return rest.isEmpty ? nil : .binarySet(rest)
        default: throw invalidType
        }
    }

    // MARK: Places

    /// Puts a value at a path, or removes what is there.
    private static func change(
        _ item: inout [String: AttributeValue], _ path: DocumentPath, to value: AttributeValue?
    ) throws(ExpressionError) {
        guard let last = path.rest.last else {
            item[path.attribute] = value
            return
        }
        guard var root = item[path.attribute] else { throw invalidPath }
        try change(&root, path.rest.dropLast(), last, to: value)
        item[path.attribute] = root
    }

    private static func change(
        _ container: inout AttributeValue, _ way: ArraySlice<DocumentPath.Element>,
        _ last: DocumentPath.Element,
        to value: AttributeValue?
    ) throws(ExpressionError) {
        let step = way.first ?? last
        switch (step, container) {
        case (.attribute(let name), .map(var entries)):
            if way.isEmpty {
                entries[name] = value
            } else {
                guard var next = entries[name] else { throw invalidPath }
                try change(&next, way.dropFirst(), last, to: value)
                entries[name] = next
            }
            container = .map(entries)
        case (.index(let index), .list(var elements)):
            if way.isEmpty {
                place(value, at: index, in: &elements)
            } else {
                guard index < elements.count else { throw invalidPath }
                try change(&elements[index], way.dropFirst(), last, to: value)
            }
            container = .list(elements)
        default: throw invalidPath
        }
    }

    /// Beyond the end of a list a value is appended, and a removal has no effect.
    private static func place(_ value: AttributeValue?, at index: Int, in elements: inout [AttributeValue]) {
        guard let value else {
            if index < elements.count { elements.remove(at: index) }
            return
        }
        if index < elements.count { elements[index] = value } else { elements.append(value) }
    }
}

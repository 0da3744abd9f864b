import Wire

/// The slow, obvious matcher that the compiled rules are compared with: flattens the event, expands `$or`,
/// and tries every choice of values.
struct ReferenceMatcher {
    struct Leaf {
        var path: String
        var value: JSON
        /// Array number to index.
        var places: [Int: Int]
    }

    var leaves: [Leaf] = []
    private var arrays = 0

    init(_ event: JSON) { flatten(event, "", [:]) }

    private mutating func flatten(_ value: JSON, _ path: String, _ places: [Int: Int]) {
        switch value {
        case .object(let object):
            for member in object.members {
                flatten(member.value, path.isEmpty ? member.name : path + "." + member.name, places)
            }
        case .array(let elements):
            let array = arrays
            arrays += 1
            for (index, element) in elements.enumerated() {
                var places = places
                if element.array != nil || element.object != nil { places[array] = index }
                flatten(element, path, places)
            }
        default: leaves.append(Leaf(path: path, value: value, places: places))
        }
    }

    func matches(_ pattern: JSON) -> Bool {
        branches(pattern, "", [[:]]).contains { branch in
            let fields = branch.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
            return search(fields[...], [:])
        }
    }

    private func branches(_ pattern: JSON, _ path: String, _ current: [[String: [JSON]]]) -> [[String:
        [JSON]]]
    {
        var result = current
        for member in pattern.object?.members ?? [] {
            if member.name == "$or" {
                result = (member.value.array ?? []).flatMap { branches($0, path, result) }
                continue
            }
            let name = path.isEmpty ? member.name : path + "." + member.name
            switch member.value {
            case .object: result = branches(member.value, name, result)
            case .array(let wanted): result = result.map { $0.merging([name: wanted]) { $1 } }
            default: break
            }
        }
        return result
    }

    private func search(_ fields: ArraySlice<(key: String, value: [JSON])>, _ chosen: [Int: Int]) -> Bool {
        guard let (path, wanted) = fields.first else { return true }
        let reachable = leaves.filter { leaf in
            leaf.path == path
                && leaf.places.allSatisfy { chosen[$0.key] == nil || chosen[$0.key] == $0.value }
        }
        for leaf in reachable where wanted.contains(where: { Self.accepts($0, leaf.value) }) {
            if search(fields.dropFirst(), chosen.merging(leaf.places) { $1 }) { return true }
        }
        guard reachable.isEmpty, wanted.contains(["exists": false]) else { return false }
        return search(fields.dropFirst(), chosen)
    }

    static func accepts(_ wanted: JSON, _ value: JSON) -> Bool {
        guard case .object(let expression) = wanted, let operation = expression.members.first else {
            if case .number(let a) = wanted, case .number(let b) = value {
                return a == b || Double(a) == Double(b)
            }
            return wanted == value
        }
        return accepts(operation.name, operation.value, value)
    }

    private static func accepts(_ name: String, _ operand: JSON, _ value: JSON) -> Bool {
        switch name {
        case "exists": return operand == true
        case "anything-but": return !exceptions(operand).contains { accepts($0, value) }
        case "numeric": return numeric(operand.array ?? [], value)
        default: break
        }
        guard let text = value.string else { return false }
        if let inner = operand["equals-ignore-case"] {
            return accepts(name, .string((inner.string ?? "").lowercased()), .string(text.lowercased()))
        }
        let wanted = operand.string ?? ""
        switch name {
        case "prefix": return text.utf8.starts(with: wanted.utf8)
        case "suffix": return text.utf8.reversed().starts(with: wanted.utf8.reversed())
        case "equals-ignore-case": return text.lowercased() == wanted.lowercased()
        case "wildcard": return wildcard(Array(wanted.utf8)[...], Array(text.utf8)[...])
        default: return false
        }
    }

    private static func exceptions(_ operand: JSON) -> [JSON] {
        guard case .object(let object) = operand, let inner = object.members.first else {
            return operand.array ?? [operand]
        }
        return (inner.value.array ?? [inner.value]).map { [inner.name: $0] }
    }

    private static func numeric(_ terms: [JSON], _ value: JSON) -> Bool {
        guard let number = value.double else { return false }
        return stride(from: 0, to: terms.count, by: 2).allSatisfy { index in
            guard let limit = terms[index + 1].double else { return false }
            switch terms[index].string {
            case "=": return number == limit
            case "<": return number < limit
            case "<=": return number <= limit
            case ">": return number > limit
            default: return number >= limit
            }
        }
    }

    private static func wildcard(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == UInt8(ascii: "*") {
            return (text.startIndex...text.endIndex).contains { wildcard(pattern.dropFirst(), text[$0...]) }
        }
        guard let byte = text.first, byte == first else { return false }
        return wildcard(pattern.dropFirst(), text.dropFirst())
    }
}

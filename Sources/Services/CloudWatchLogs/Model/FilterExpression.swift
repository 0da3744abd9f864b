internal import Wire

/// A condition on a JSON message.
indirect enum FilterExpression: Sendable {
    enum Comparison: String, Sendable {
        case equal = "=", unequal = "!=", less = "<", greater = ">", atMost = "<=", atLeast = ">="
    }

    enum Operand: Sendable {
        case number(Double)
        /// With asterisks that stand for anything.
        case text(String)
    }

    case compare([FilterStep], Comparison, Operand)
    case isNull([FilterStep])
    case exists([FilterStep], Bool)
    case isTrue([FilterStep], Bool)
    case both(FilterExpression, FilterExpression)
    case either(FilterExpression, FilterExpression)

    func matches(_ json: JSON) -> Bool {
        switch self {
        case .compare(let path, let comparison, let operand):
            Self.values(path, json).contains { Self.compare($0, comparison, operand) }
        case .isNull(let path): Self.values(path, json).contains { $0.isNull }
        case .exists(let path, let wanted): Self.values(path, json).isEmpty != wanted
        case .isTrue(let path, let wanted): Self.values(path, json).contains { $0.bool == wanted }
        case .both(let a, let b): a.matches(json) && b.matches(json)
        case .either(let a, let b): a.matches(json) || b.matches(json)
        }
    }

    private static func values(_ path: [FilterStep], _ json: JSON) -> [JSON] {
        path.reduce([json]) { values, step in
            values.flatMap { value -> [JSON] in
                switch step {
                case .member(let name): value[name].map { [$0] } ?? []
                case .element(let index):
                    value.array.flatMap { $0.indices.contains(index) ? [$0[index]] : nil } ?? []
                case .every: value.array ?? value.object?.members.map(\.value) ?? []
                }
            }
        }
    }

    private static func compare(_ value: JSON, _ comparison: Comparison, _ operand: Operand) -> Bool {
        switch operand {
        case .number(let wanted):
            guard let number = value.double else { return false }
            switch comparison {
            case .equal: return number == wanted
            case .unequal: return number != wanted
            case .less: return number < wanted
            case .greater: return number > wanted
            case .atMost: return number <= wanted
            case .atLeast: return number >= wanted
            }
        case .text(let wanted):
            let text: String? =
                switch value {
                case .string(let text), .number(let text): text
                default: nil
                }
            guard let text else { return false }
            let isEqual = Wildcard.matches(Array(wanted.utf8), Array(text.utf8))
            return comparison == .equal ? isEqual : comparison == .unequal && !isEqual
        }
    }
}

/// One step of a selector such as `$.a.b[0].*`.
enum FilterStep: Sendable {
    case member(String)
    case element(Int)
    case every
}

/// Texts with asterisks.
enum Wildcard {
    /// Greedy with one point to return to, hence linear in practice and never exponential.
    static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        var (p, t) = (0, 0)
        var star: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                star = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let back = star {
                p = back.pattern + 1
                t = back.text + 1
                star = (back.pattern, t)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

import Wire

/// Random patterns and events that meet often: few names, few values.
struct RandomCases {
    var random: SeededRandom

    private static let names = ["a", "b", "c", "a.b", "detail-type", "longer-than-eight-bytes"]
    private static let texts = [
        "", "x", "xy", "xyx", "XY", "yx", "é", "É", "x\"y", "a.b", "long enough to be hashed twice",
    ]
    private static let numbers = ["0", "1", "1.0", "1e0", "-1", "2.5", "2.50", "300", "3e2", "0.000001"]

    mutating func scalar() -> JSON {
        switch random.below(8) {
        case 0: .null
        case 1: .bool(random.below(2) == 0)
        case 2, 3: .number(random.pick(Self.numbers))
        default: .string(random.pick(Self.texts))
        }
    }

    mutating func event(_ depth: Int = 0) -> JSON {
        var object = JSONObject()
        for _ in 0...random.below(4) { object[random.pick(Self.names)] = value(depth + 1) }
        return .object(object)
    }

    private mutating func value(_ depth: Int) -> JSON {
        switch random.below(depth > 3 ? 3 : 8) {
        case 0...3: scalar()
        case 4, 5: event(depth)
        default: .array(array(depth))
        }
    }

    private mutating func array(_ depth: Int) -> [JSON] {
        var elements: [JSON] = []
        for _ in 0..<random.below(4) { elements.append(value(depth + 1)) }
        return elements
    }

    mutating func pattern(_ depth: Int = 0) -> JSON {
        var object = JSONObject()
        for _ in 0...random.below(3) {
            if depth < 3, random.below(4) == 0 {
                object[random.pick(Self.names)] = pattern(depth + 1)
            } else if depth < 3, random.below(10) == 0 {
                object["$or"] = [pattern(depth + 1), pattern(depth + 1)]
            } else {
                object[random.pick(Self.names)] = .array(alternatives())
            }
        }
        return .object(object)
    }

    private mutating func alternatives() -> [JSON] {
        var alternatives: [JSON] = []
        for _ in 0...random.below(3) { alternatives.append(alternative()) }
        return alternatives
    }

    private mutating func alternative() -> JSON {
        let text = JSON.string(random.pick(Self.texts))
        switch random.below(16) {
        case 0: return ["prefix": text]
        case 1: return ["suffix": text]
        case 2: return ["equals-ignore-case": text]
        case 3: return ["prefix": ["equals-ignore-case": text]]
        case 4: return ["suffix": ["equals-ignore-case": text]]
        case 5: return ["wildcard": .string(random.pick(["*", "x*", "*x", "x*x", "*y*", "x", "*x*y*"]))]
        case 6: return ["anything-but": text]
        case 7: return ["anything-but": [text, "x"]]
        case 8:
            return ["anything-but": [random.pick(["prefix", "suffix"]): .string(random.pick(["x", "xy"]))]]
        case 9: return ["anything-but": ["equals-ignore-case": text]]
        case 10: return ["anything-but": .number(random.pick(Self.numbers))]
        case 11:
            return [
                "numeric": [
                    .string(random.pick(["=", "<", "<=", ">", ">="])), .number(random.pick(Self.numbers)),
                ]
            ]
        case 12:
            return [
                "numeric": [.string(random.pick([">", ">="])), 0, .string(random.pick(["<", "<="])), 3]
            ]
        case 13: return ["exists": .bool(random.below(2) == 0)]
        default: return scalar()
        }
    }
}

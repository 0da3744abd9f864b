public import Wire

/// The part of JSONPath that EventBridge takes: `$`, names behind dots, array indices, and `*`.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
public struct InputPath: Sendable, Equatable {
    /// How long a path may be, in characters.
    public static let lengthMax = 256

    private enum Step: Sendable, Equatable {
        case name(String)
        case index(Int)
        case all
    }

    private let steps: [Step]

    /// Parses a path such as `$.detail.items[0].id` or `$.detail.items[*]`.
    ///
    /// - Throws: `TemplateError.invalidPath`.
    public init(parsing text: String) throws(TemplateError) {
        let characters = Array(text)
        guard characters.first == "$", characters.count <= Self.lengthMax else { throw .invalidPath(text) }
        var steps: [Step] = []
        var index = 1
        while index < characters.count {
            let step: Step?
            switch characters[index] {
            case ".": step = Self.name(characters, &index)
            case "[": step = Self.subscripted(characters, &index)
            default: step = nil
            }
            guard let step else { throw .invalidPath(text) }
            steps.append(step)
        }
        self.steps = steps
    }

    private static func name(_ characters: [Character], _ index: inout Int) -> Step? {
        let start = index + 1
        index = start
        while index < characters.count, characters[index] != ".", characters[index] != "[" {
            guard isNameCharacter(characters[index]) else { return nil }
            index += 1
        }
        guard index > start else { return nil }
        let name = String(characters[start..<index])
        return name == "*" ? .all : .name(name)
    }

    private static func isNameCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_-/*:$@ ".contains(character)
    }

    private static func subscripted(_ characters: [Character], _ index: inout Int) -> Step? {
        guard let close = characters[index...].firstIndex(of: "]") else { return nil }
        let inner = String(characters[(index + 1)..<close])
        index = close + 1
        if inner == "*" { return .all }
        guard let number = Int(inner), number >= 0, inner.allSatisfy(\.isNumber) else { return nil }
        return .index(number)
    }

    /// The value at the path; nil where the event has none. A path with `*` yields an array of all values.
    public func value(in event: JSON) -> JSON? {
        var values = [event]
        for step in steps {
            values = values.flatMap { Self.apply(step, $0) }
            if values.isEmpty { return nil }
        }
        return steps.contains(.all) ? .array(values) : values.first
    }

    private static func apply(_ step: Step, _ value: JSON) -> [JSON] {
        switch step {
        case .name(let name): return value[name].map { [$0] } ?? []
        case .index(let index):
            guard let array = value.array, index < array.count else { return [] }
            return [array[index]]
        case .all:
            if let array = value.array { return array }
            return value.object?.members.map(\.value) ?? []
        }
    }
}

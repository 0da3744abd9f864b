internal import Wire

/// The position of a compiled schema among those of its document.
typealias SchemaIndex = Int

/// What a keyword of a schema asks of a value.
enum Check: Sendable {
    case never
    case reference(SchemaIndex)
    case types([ValueType], isNullable: Bool)
    case values([JSON], Set<[UInt8]>)
    case constant(JSON, [UInt8])
    case number(NumberCheck, JSON)
    case lengthAtLeast(Int)
    case lengthAtMost(Int)
    case pattern(Pattern)
    case format(ValueFormat)
    case elements(SchemaIndex)
    case tuple([SchemaIndex], rest: SchemaIndex?)
    case elementsAtLeast(Int)
    case elementsAtMost(Int)
    case uniqueElements
    case contains(SchemaIndex)
    case members(Members)
    case required([String])
    case membersAtLeast(Int)
    case membersAtMost(Int)
    case dependentNames(String, [String])
    case dependentSchema(String, SchemaIndex)
    case names(SchemaIndex)
    case all([SchemaIndex])
    case any([SchemaIndex])
    case one([SchemaIndex])
    case not(SchemaIndex)
    case condition(SchemaIndex, then: SchemaIndex?, otherwise: SchemaIndex?)

    enum NumberCheck: Sendable { case multiple, most, least, below, above }

    /// What is asked of members by their names.
    struct Members: Sendable {
        var named: [String: SchemaIndex] = [:]
        var patterned: [(Pattern, SchemaIndex)] = []
        var rest: SchemaIndex?
    }
}

/// The types of JSON values that a schema may ask for.
enum ValueType: String, Sendable {
    case null, boolean, integer, number, string, array, object

    func includes(_ value: JSON) -> Bool {
        switch (self, value) {
        case (.null, .null), (.boolean, .bool), (.number, .number), (.string, .string), (.array, .array),
            (.object, .object):
            true
        case (.integer, .number(let digits)): ExactNumber(digits).isInteger
        default: false
        }
    }

    /// `a string`, as a message says it.
    var words: String {
        switch self {
        case .null: "null"
        case .integer, .array, .object: "an \(rawValue)"
        default: "a \(rawValue)"
        }
    }

    static func words(of value: JSON) -> String {
        switch value {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

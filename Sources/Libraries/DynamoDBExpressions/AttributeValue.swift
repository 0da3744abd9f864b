/// The value of an attribute.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html>
///
/// Sets keep their elements sorted, so that equal sets are equal values.
@frozen
public enum AttributeValue: Sendable, Hashable {
    case string(String)
    case number(Number)
    case binary([UInt8])
    case boolean(Bool)
    case null
    case list([AttributeValue])
    case map([String: AttributeValue])
    case stringSet([String])
    case numberSet([Number])
    case binarySet([[UInt8]])
    /// What a request spelled and DynamoDB refuses; never stored.
    case faulty(ValueFault)

    /// How deep lists and maps may nest.
    public static let depthMax = 32

    /// The tags of the types on the wire.
    public enum Kind: String, Sendable {
        case string = "S"
        case number = "N"
        case binary = "B"
        case boolean = "BOOL"
        case null = "NULL"
        case list = "L"
        case map = "M"
        case stringSet = "SS"
        case numberSet = "NS"
        case binarySet = "BS"

        /// The name that some error texts spell out.
        var words: String {
            switch self {
            case .string: "STRING"
            case .number: "NUMBER"
            case .binary: "BINARY"
            case .boolean: "BOOLEAN"
            case .null: "NULL"
            case .list: "LIST"
            case .map: "MAP"
            case .stringSet: "STRING SET"
            case .numberSet: "NUMBER SET"
            case .binarySet: "BINARY SET"
            }
        }
    }

    /// The type of the value; a faulty one counts as null, but is refused before anybody asks.
    public var kind: Kind {
        switch self {
        case .string: .string
        case .number: .number
        case .binary: .binary
        case .boolean: .boolean
        case .null, .faulty: .null
        case .list: .list
        case .map: .map
        case .stringSet: .stringSet
        case .numberSet: .numberSet
        case .binarySet: .binarySet
        }
    }

    /// The first fault in the value, or nil.
    public var fault: ValueFault? { fault(depth: 0) }

    private func fault(depth: Int) -> ValueFault? {
        switch self {
        case .faulty(let fault): return fault
        case .list(let elements):
            guard depth < Self.depthMax else { return .tooDeep }
            for element in elements {
                if let fault = element.fault(depth: depth + 1) { return fault }
            }
            return nil
        case .map(let entries):
            guard depth < Self.depthMax else { return .tooDeep }
            for (_, value) in entries {
                if let fault = value.fault(depth: depth + 1) { return fault }
            }
            return nil
        default: return nil
        }
    }

    /// The value as error texts show it: `{S:abc}`.
    var shown: String {
        switch self {
        case .string(let text): "{S:\(text)}"
        case .number(let number): "{N:\(number)}"
        case .binary(let bytes): "{B:\(ValueFault.base64(bytes))}"
        case .boolean(let flag): "{BOOL:\(flag)}"
        case .null, .faulty: "{NULL:true}"
        case .list(let elements): "{L:[\(elements.map(\.shown).joined(separator: ", "))]}"
        case .map(let entries): "{M:{\(Self.shown(entries))}}"
        case .stringSet(let elements): "{SS:[\(elements.joined(separator: ", "))]}"
        case .numberSet(let elements): "{NS:[\(elements.map(\.description).joined(separator: ", "))]}"
        case .binarySet(let elements):
            "{BS:[\(elements.map(ValueFault.base64).joined(separator: ", "))]}"
        }
    }

    private static func shown(_ entries: [String: AttributeValue]) -> String {
        let parts = entries.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.shown)" }
        return parts.joined(separator: ", ")
    }
}

/// A JSON value that keeps what the sender wrote: members in their order, numbers as their digits.
///
/// Documents that pass through Apus (events, policies, templates) are re-encoded from this type, so it must
/// not round a number or sort a member. RFC 8259.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    /// The digits as sent, for example `1.50`; always a valid JSON number.
    case number(String)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

/// The members of a JSON object in the order in which they were sent; a repeated name keeps its last value.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    public struct Member: Sendable, Hashable {
        public var name: String
        public var value: JSON
    }

    public private(set) var members: [Member] = []

    public init() {}

    public init(dictionaryLiteral elements: (String, JSON)...) {
        for (name, value) in elements { self[name] = value }
    }

    /// Objects have few members: below this count a search beats a hash table.
    private static let indexedCount = 16
    private var index: [String: Int] = [:]

    private func position(of name: String) -> Int? {
        if members.count > Self.indexedCount { return index[name] }
        return members.firstIndex { $0.name == name }
    }

    public subscript(name: String) -> JSON? {
        get { position(of: name).map { members[$0].value } }
        set {
            if let position = position(of: name) {
                if let newValue {
                    members[position].value = newValue
                } else {
                    members.remove(at: position)
                    reindex()
                }
            } else if let newValue {
                members.append(Member(name: name, value: newValue))
                if members.count == Self.indexedCount + 1 {
                    reindex()
                } else if members.count > Self.indexedCount {
                    index[name] = members.count - 1
                }
            }
        }
    }

    private mutating func reindex() {
        index = [:]
        guard members.count > Self.indexedCount else { return }
        for (position, member) in members.enumerated() { index[member.name] = position }
    }

    public var isEmpty: Bool { members.isEmpty }
    public var count: Int { members.count }
    public var names: [String] { members.map(\.name) }

    public static func == (a: Self, b: Self) -> Bool {
        a.count == b.count && a.members.allSatisfy { b[$0.name] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(members.count)
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .number(String(value)) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(nilLiteral: ()) { self = .null }
    public init(dictionaryLiteral elements: (String, JSON)...) {
        var object = JSONObject()
        for (name, value) in elements { object[name] = value }
        self = .object(object)
    }
}

extension JSON {
    public subscript(name: String) -> JSON? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    public var string: String? { if case .string(let value) = self { value } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
    public var integer: Int? { if case .number(let digits) = self { Int(digits) } else { nil } }
    public var double: Double? { if case .number(let digits) = self { Double(digits) } else { nil } }
    public var isNull: Bool { self == .null }
}

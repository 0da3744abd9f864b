public import Wire

/// What a reference in a template yields.
public enum VelocityValue: Sendable {
    case data(JSON)
    /// Something with methods of its own, `$input` for example.
    case object(any VelocityObject)

    public static let null = VelocityValue.data(.null)

    public static func text(_ text: String) -> VelocityValue { .data(.string(text)) }

    /// The value as it stands in what is rendered. Maps look as Java prints them, lists as JSON.
    public var text: String {
        switch self {
        case .object(let object): object.text
        case .data(let data): Self.text(of: data)
        }
    }

    private static func text(of data: JSON) -> String {
        switch data {
        case .null: ""
        case .string(let text): text
        case .object(let object):
            "{" + object.members.map { "\($0.name)=\(shown($0.value))" }.joined(separator: ", ") + "}"
        default: data.text
        }
    }

    private static func shown(_ data: JSON) -> String { data.isNull ? "null" : text(of: data) }

    /// What conditions make of it: nothing and false are false.
    var isTrue: Bool {
        switch self {
        case .data(.null), .data(.bool(false)): false
        default: true
        }
    }

    var data: JSON? { if case .data(let data) = self { data } else { nil } }
}

/// A value with properties and methods beyond data.
public protocol VelocityObject: Sendable {
    /// What stands behind a dot; nil where there is nothing of the name.
    func property(_ name: String) throws(VelocityError) -> VelocityValue?
    /// What a method answers; nil where there is no such method.
    func call(_ method: String, _ arguments: [VelocityValue]) throws(VelocityError) -> VelocityValue?
    /// How it looks in what is rendered.
    var text: String { get }
}

/// Why a request or an answer could not be read.
public enum WireError: Error, Sendable, Equatable {
    /// The bytes do not follow their format, or a value has the wrong type.
    case malformed(Malformation)
    /// The bytes are well formed, but the values break what the model demands. All violations are listed.
    case invalid([Violation])

    /// A required member that is absent, found by the reader of a structure.
    @inlinable
    public static func missing(_ schema: Schema, _ member: Int) -> WireError {
        .invalid([Violation(path: schema.members[member].name, value: nil, rule: .required)])
    }
}

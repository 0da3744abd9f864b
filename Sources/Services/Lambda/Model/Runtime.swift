internal import LambdaInterface

/// What runs a function's code.
enum Runtime: Equatable {
    case python(version: String)
    case node
    case provided

    /// The identifiers that are accepted, in the order of AWS's message.
    static let names = [
        "python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14", "nodejs18.x",
        "nodejs20.x", "nodejs22.x", "nodejs24.x", "provided.al2023", "provided.al2",
    ]

    init(_ name: String) throws {
        guard Self.names.contains(name) else {
            throw InvalidParameterValueException(
                "Value \(name) at 'runtime' failed to satisfy constraint: Member must satisfy enum value "
                    + "set: "
                    + "[\(Self.names.joined(separator: ", "))] or be a valid ARN", type: "User")
        }
        self =
            name.hasPrefix("python")
            ? .python(version: String(name.dropFirst("python".count)))
            : name.hasPrefix("nodejs") ? .node : .provided
    }

    var needsHandler: Bool { self != .provided }
}

public import Wire

extension JSON {
    /// The text of a string, a number or a Boolean.
    public var scalarText: String? {
        switch self {
        case .string(let text): text
        case .number(let digits): digits
        case .bool(let value): value ? "true" : "false"
        default: nil
        }
    }

    /// The value with its scalars in the types that a schema states, where their text allows it: `"30"`
    /// becomes 30 for an integer, 30 becomes `"30"` for a string, and a document becomes its JSON text
    /// for a string.
    ///
    /// What does not fit stays as it is, for the operation to refuse.
    public func coerced(to schema: Schema) -> JSON {
        guard case .object(var object) = self else { return self }
        for member in schema.members {
            if let value = object[member.name] { object[member.name] = value.coerced(to: member) }
        }
        return .object(object)
    }

    private func coerced(to member: Member) -> JSON {
        switch (member.kind, self) {
        case (.structure, _):
            return member.structure.map { coerced(to: $0()) } ?? self
        case (.list, .array(let elements)):
            guard let element = member.element else { return self }
            return .array(elements.map { $0.coerced(to: element) })
        case (.map, .object(var object)):
            guard let element = member.element else { return self }
            for entry in object.members { object[entry.name] = entry.value.coerced(to: element) }
            return .object(object)
        case (.string, .number), (.string, .bool):
            return scalarText.map { .string($0) } ?? self
        case (.string, .object), (.string, .array):
            return .string(text)
        case (.byte, .string(let text)), (.short, .string(let text)), (.integer, .string(let text)),
            (.long, .string(let text)):
            return Int(text).map { .number(String($0)) } ?? self
        case (.float, .string(let text)), (.double, .string(let text)):
            guard case .number(let digits)? = try? JSON(parsing: text) else { return self }
            return .number(digits)
        case (.boolean, .string(let text)):
            switch text.lowercased() {
            case "true": return .bool(true)
            case "false": return .bool(false)
            default: return self
            }
        default:
            return self
        }
    }
}

public import Wire

extension JSON {
    /// The value with the names and types of a schema, as integrations with SDKs take them: names of members
    /// in any case, documents or plain text where an operation takes bytes.
    ///
    /// What does not fit stays as it is, for the operation to refuse.
    public func fitted(to schema: Schema) -> JSON {
        guard case .object(let object) = self else { return self }
        var result = JSONObject()
        for entry in object.members {
            let spelled = schema.members.first { $0.name == entry.name }
            let member =
                spelled ?? schema.members.first { $0.name.lowercased() == entry.name.lowercased() }
            result[member?.name ?? entry.name] = member.map { entry.value.fitted(to: $0) } ?? entry.value
        }
        return JSON.object(result).coerced(to: schema)
    }

    private func fitted(to member: Member) -> JSON {
        switch (member.kind, self) {
        case (.structure, _):
            return member.structure.map { fitted(to: $0()) } ?? self
        case (.list, .array(let elements)):
            return member.element.map { element in .array(elements.map { $0.fitted(to: element) }) } ?? self
        case (.map, .object(var object)):
            guard let element = member.element else { return self }
            for entry in object.members { object[entry.name] = entry.value.fitted(to: element) }
            return .object(object)
        case (.blob, .string(let text)):
            return .string(Base64.encoded(Array(text.utf8)))
        case (.blob, .object), (.blob, .array):
            return .string(Base64.encoded(Array(text.utf8)))
        default:
            return self
        }
    }
}

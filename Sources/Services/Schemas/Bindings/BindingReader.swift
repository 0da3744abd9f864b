internal import Wire

/// Reads from a schema what there is to generate.
struct BindingReader {
    /// Records of one schema.
    static let recordsMax = 2_000
    /// Levels of one schema.
    static let depthMax = 64

    private let document: JSON
    private var names: DistinctNames
    private var known: [String: BindingType] = [:]
    private var records: [BindingRecord] = []
    private var enumerations: [BindingEnumeration] = []

    private init(_ document: JSON, reserved: Set<String>) {
        self.document = document
        names = DistinctNames(avoiding: reserved)
    }

    /// The model of a schema. `reserved` are names that a language needs for itself.
    static func model(
        of content: SchemaContent, named title: String, reserved: Set<String>
    ) throws -> BindingModel {
        var reader = BindingReader(content.document, reserved: reserved)
        let root: BindingType
        if content.isOpenAPI {
            for name in content.components {
                _ = try reader.referred("#/components/schemas/\(name)", depth: 0)
            }
            guard let name = content.root else {
                throw Refusals.invalid("Schema \(title) has no components to make code of.")
            }
            root = try reader.referred("#/components/schemas/\(name)", depth: 0)
        } else {
            root = try reader.referred("#", depth: 0)
        }
        return BindingModel(
            title: title, package: package(of: title), root: root,
            records: reader.records.sorted { $0.name < $1.name },
            enumerations: reader.enumerations.sorted { $0.name < $1.name })
    }

    /// The parts of a schema's name: `shop.web@OrderPlaced` is `shop`, `web`, `order_placed`.
    private static func package(of title: String) -> [String] {
        let parts = title.split(whereSeparator: { $0 == "@" || $0 == "." }).map { Spelling.snake(String($0)) }
        return parts.isEmpty ? ["event"] : parts
    }

    // MARK: References

    private mutating func referred(_ reference: String, depth: Int) throws -> BindingType {
        if let type = known[reference] { return type }
        guard depth < Self.depthMax else { return .any }
        guard let schema = target(of: reference) else { return .any }
        let wish = reference == "#" ? rootName : String(reference.split(separator: "/").last ?? "Value")
        guard isRecord(schema) else {
            // A name of something else than an object is another name only.
            known[reference] = .any
            let type = try type(of: schema, wish, depth: depth + 1)
            known[reference] = type
            return type
        }
        let name = take(wish)
        known[reference] = .named(name)
        try define(name, schema, depth: depth + 1)
        return .named(name)
    }

    private var rootName: String { document["title"]?.string ?? "Event" }

    private func target(of reference: String) -> JSON? {
        guard reference.hasPrefix("#") else { return nil }
        var place: JSON? = document
        for part in reference.dropFirst().split(separator: "/") {
            let name = JSONPointerPart.decoded(part)
            place =
                place?.array.flatMap { list in
                    Int(name).flatMap { list.indices.contains($0) ? list[$0] : nil }
                }
                ?? place?[name]
        }
        return place
    }

    private mutating func take(_ wish: String) -> String {
        names.take(TypeName.made(of: wish))
    }

    // MARK: Records

    private func isRecord(_ schema: JSON) -> Bool {
        var seen: Set<String> = []
        return isRecord(schema, &seen, depth: 0)
    }

    private func isRecord(_ schema: JSON, _ seen: inout Set<String>, depth: Int) -> Bool {
        guard depth < Self.depthMax else { return false }
        if schema["properties"]?.object?.isEmpty == false { return true }
        for part in schema["allOf"]?.array ?? [] {
            if let whole = whole(part, &seen), isRecord(whole, &seen, depth: depth + 1) { return true }
        }
        return false
    }

    /// A part of an object, or what it refers to unless that was seen.
    private func whole(_ part: JSON, _ seen: inout Set<String>) -> JSON? {
        guard let reference = part["$ref"]?.string else { return part }
        return seen.insert(reference).inserted ? target(of: reference) : nil
    }

    private mutating func define(_ name: String, _ schema: JSON, depth: Int) throws {
        guard records.count < Self.recordsMax else {
            throw Refusals.invalid("A schema has at most \(Self.recordsMax) objects to make code of.")
        }
        let place = records.count
        records.append(BindingRecord(name: name, summary: nil, fields: []))
        var members = Members()
        gather(schema, &members, depth: 0)
        var fields: [BindingRecord.Field] = []
        for member in members.properties.members {
            let schema = member.value
            fields.append(
                BindingRecord.Field(
                    name: member.name, type: try type(of: schema, "\(name) \(member.name)", depth: depth),
                    isRequired: members.required.contains(member.name), isNullable: isNullable(schema),
                    summary: schema["description"]?.string))
        }
        records[place] = BindingRecord(name: name, summary: schema["description"]?.string, fields: fields)
    }

    /// What an object is put together from: its members and those that it must have.
    private struct Members {
        var properties = JSONObject()
        var required: Set<String> = []
        /// References that were followed; each counts once.
        var seen: Set<String> = []
    }

    private func gather(_ schema: JSON, _ members: inout Members, depth: Int) {
        guard depth < Self.depthMax else { return }
        for part in schema["allOf"]?.array ?? [] {
            if let whole = whole(part, &members.seen) { gather(whole, &members, depth: depth + 1) }
        }
        for member in schema["properties"]?.object?.members ?? [] {
            members.properties[member.name] = member.value
        }
        members.required.formUnion((schema["required"]?.array ?? []).compactMap(\.string))
    }

    private func isNullable(_ schema: JSON) -> Bool {
        if schema["nullable"] == true { return true }
        if schema["type"]?.array?.contains("null") == true { return true }
        let choices = schema["anyOf"]?.array ?? schema["oneOf"]?.array ?? []
        return choices.contains { $0["type"] == "null" }
    }

    // MARK: Types

    private mutating func type(of schema: JSON, _ wish: String, depth: Int) throws -> BindingType {
        guard depth < Self.depthMax else { return .any }
        if let reference = schema["$ref"]?.string { return try referred(reference, depth: depth) }
        if let whole = schema["allOf"]?.array, whole.count == 1, schema["properties"] == nil {
            return try type(of: whole[0], wish, depth: depth + 1)
        }
        if isRecord(schema) {
            let name = take(wish)
            try define(name, schema, depth: depth + 1)
            return .named(name)
        }
        if let choices = schema["anyOf"]?.array ?? schema["oneOf"]?.array {
            let real = choices.filter { $0["type"] != "null" }
            return real.count == 1 ? try type(of: real[0], wish, depth: depth + 1) : .any
        }
        let kinds = schema["type"]?.array?.compactMap(\.string) ?? [schema["type"]?.string].compactMap { $0 }
        let kind = kinds.filter { $0 != "null" }
        return kind.count == 1 ? try type(kind[0], schema, wish, depth: depth) : .any
    }

    private mutating func type(
        _ kind: String, _ schema: JSON, _ wish: String, depth: Int
    ) throws -> BindingType {
        switch kind {
        case "string":
            if let values = texts(schema["enum"]) {
                let name = take(wish)
                enumerations.append(BindingEnumeration(name: name, values: values))
                return .named(name)
            }
            return schema["format"] == "date-time" ? .dateTime : .string
        case "integer": return .integer
        case "number": return .number
        case "boolean": return .boolean
        case "array":
            guard let items = schema["items"], items.object != nil else { return .list(.any) }
            return .list(try type(of: items, wish, depth: depth + 1))
        case "object":
            guard let rest = schema["additionalProperties"], rest.object != nil else { return .map(.any) }
            return .map(try type(of: rest, wish, depth: depth + 1))
        default: return .any
        }
    }

    /// The values of an enumeration of texts, each once.
    private func texts(_ values: JSON?) -> [String]? {
        guard let values = values?.array?.filter({ $0 != .null }), !values.isEmpty else { return nil }
        var texts: [String] = []
        for value in values {
            guard let text = value.string else { return nil }
            if !texts.contains(text) { texts.append(text) }
        }
        return texts
    }
}

/// A name within a JSON pointer that stands in an address. RFC 6901
enum JSONPointerPart {
    static func decoded(_ part: Substring) -> String {
        var text = PercentCoding.decoded(part) ?? String(part)
        for (mark, meaning) in [("~1", "/"), ("~0", "~")] {
            text = text.split(separator: mark, omittingEmptySubsequences: false).joined(separator: meaning)
        }
        return text
    }
}

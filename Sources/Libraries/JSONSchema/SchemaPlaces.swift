internal import Wire

/// A place in one of the documents that schemas are taken from.
struct SchemaPlace: Hashable {
    /// The address under which the document was given.
    let document: String
    /// The names of members and the numbers of elements that lead there.
    var names: [String] = []

    func appending(_ more: String...) -> SchemaPlace { SchemaPlace(document: document, names: names + more) }

    var path: String {
        JSONPath(steps: names.map { name in Int(name).map { .element($0) } ?? .member(name) }).text
    }
}

/// Finds schemas by their addresses: what ids and pointers name, in the document and in those given with it.
struct SchemaPlaces {
    private(set) var documents: [String: JSON]
    private var dialects: [String: SchemaDialect] = [:]
    /// What absolute addresses without a fragment stand for.
    private var roots: [String: SchemaPlace] = [:]
    /// What addresses with a name as their fragment stand for.
    private var anchors: [String: SchemaPlace] = [:]
    private var bases: [SchemaPlace: SchemaAddress] = [:]

    private static let single = [
        "additionalItems", "additionalProperties", "contains", "propertyNames", "not", "if", "then", "else",
        "items",
    ]
    private static let named = ["definitions", "properties", "patternProperties", "dependencies"]
    private static let listed = ["allOf", "anyOf", "oneOf", "items"]

    init(_ documents: [String: JSON]) {
        self.documents = documents
    }

    func dialect(at place: SchemaPlace) -> SchemaDialect { dialects[place.document] ?? .draft7 }

    /// Takes note of the schemas of a document.
    mutating func enter(_ document: String, _ dialect: SchemaDialect) {
        guard dialects[document] == nil, let content = documents[document] else { return }
        let dialect = content["$schema"]?.string.flatMap { SchemaDialect(named: $0) } ?? dialect
        dialects[document] = dialect
        let place = SchemaPlace(document: document)
        roots[SchemaAddress(document).document] = place
        walk(content, place, base: SchemaAddress(document), dialect)
    }

    private mutating func walk(
        _ schema: JSON, _ place: SchemaPlace, base: SchemaAddress, _ dialect: SchemaDialect
    ) {
        guard let object = schema.object, place.names.count < JSONSchema.depthMax else { return }
        var base = base
        // Beside a reference nothing else counts, an id neither.
        if let name = dialect.idName, object["$ref"]?.string == nil, let id = object[name]?.string {
            let address = base.resolving(id)
            if let fragment = address.fragment, !fragment.isEmpty {
                anchors["\(address.document)#\(fragment)"] = place
            }
            if !id.hasPrefix("#") {
                base = SchemaAddress(address.document)
                roots[address.document] = place
            }
        }
        bases[place] = base
        for name in Self.single {
            if let inner = object[name] { walk(inner, place.appending(name), base: base, dialect) }
        }
        for name in Self.named {
            for member in object[name]?.object?.members ?? [] {
                walk(member.value, place.appending(name, member.name), base: base, dialect)
            }
        }
        for name in Self.listed {
            for (index, element) in (object[name]?.array ?? []).enumerated() {
                walk(element, place.appending(name, String(index)), base: base, dialect)
            }
        }
    }

    func schema(at place: SchemaPlace) -> JSON? {
        place.names.reduce(documents[place.document]) { value, name in
            switch value {
            case .object(let object)?: object[name]
            case .array(let elements)?:
                Int(name).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
            default: nil
            }
        }
    }

    /// The address against which references of a schema are resolved.
    private func base(at place: SchemaPlace) -> SchemaAddress {
        var outer = place
        while bases[outer] == nil, !outer.names.isEmpty { outer.names.removeLast() }
        return bases[outer] ?? SchemaAddress(place.document)
    }

    /// What a reference of a schema means; nil when it is not there.
    mutating func place(_ reference: String, from place: SchemaPlace) -> SchemaPlace? {
        let address = base(at: place).resolving(reference)
        if roots[address.document] == nil {
            for name in [address.document, "\(address.document)#"] where documents[name] != nil {
                enter(name, dialect(at: place))
            }
        }
        guard let root = roots[address.document] else { return nil }
        guard let fragment = address.fragment, !fragment.isEmpty else { return root }
        if let anchored = anchors["\(address.document)#\(fragment)"] { return anchored }
        guard let text = PercentCoding.decoded(String(fragment)), let names = JSONPointer.names(text[...])
        else {
            return nil
        }
        var found = root
        found.names += names
        guard let schema = schema(at: found) else { return nil }
        // A place that no keyword makes a schema becomes one by the reference.
        if bases[found] == nil { walk(schema, found, base: base(at: found), dialect(at: found)) }
        return found
    }
}

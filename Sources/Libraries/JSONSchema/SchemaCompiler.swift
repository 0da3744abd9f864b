internal import Wire

/// Turns schemas into checks, each of them once, however often it is referred to.
struct SchemaCompiler {
    private var places: SchemaPlaces
    private let assertsFormats: Bool
    private var known: [SchemaPlace: SchemaIndex] = [:]
    private(set) var schemas: [[Check]] = []
    /// Schemas that are known and not read yet: a queue, since references make chains of any length.
    private var unread: [(place: SchemaPlace, index: SchemaIndex)] = []

    init(_ places: SchemaPlaces, assertsFormats: Bool) {
        self.places = places
        self.assertsFormats = assertsFormats
    }

    /// Turns a schema, and all that it refers to, into checks.
    mutating func compileAll(from place: SchemaPlace) throws(SchemaError) -> SchemaIndex {
        let root = try compile(place)
        var next = 0
        while next < unread.count {
            try read(unread[next].place, unread[next].index)
            next += 1
        }
        return root
    }

    private mutating func compile(_ place: SchemaPlace) throws(SchemaError) -> SchemaIndex {
        if let index = known[place] { return index }
        guard place.names.count < JSONSchema.depthMax else {
            throw SchemaError(place.path, "is nested deeper than \(JSONSchema.depthMax)")
        }
        guard schemas.count < JSONSchema.schemasMax else {
            throw SchemaError("$", "has more than \(JSONSchema.schemasMax) schemas")
        }
        let index = schemas.count
        known[place] = index
        schemas.append([])
        unread.append((place, index))
        return index
    }

    private mutating func read(_ place: SchemaPlace, _ index: SchemaIndex) throws(SchemaError) {
        switch places.schema(at: place) {
        case .bool(let allows)?: schemas[index] = allows ? [] : [.never]
        case .object(let object)?: schemas[index] = try checks(of: object, at: place)
        default: throw SchemaError(place.path, "must be a schema, which is an object")
        }
    }

    private mutating func checks(of object: JSONObject, at place: SchemaPlace) throws(SchemaError) -> [Check]
    {
        if let reference = object["$ref"]?.string {
            guard let target = places.place(reference, from: place) else {
                throw SchemaError(place.appending("$ref").path, "refers to \(reference), which is not there")
            }
            return [.reference(try compile(target))]
        }
        let dialect = places.dialect(at: place)
        let keywords = SchemaKeywords(object: object, place: place, dialect: dialect)
        var checks = try keywords.typeChecks()
        checks += try keywords.numberChecks()
        checks += try keywords.textChecks(assertsFormats: assertsFormats)
        checks += try elementChecks(keywords)
        checks += try keywords.memberCounts()
        checks += try memberChecks(keywords)
        checks += try combinations(keywords)
        return checks
    }

    // MARK: Keywords that hold schemas

    private mutating func schema(_ name: String, _ keywords: SchemaKeywords) throws(SchemaError)
        -> SchemaIndex?
    {
        guard keywords.object[name] != nil else { return nil }
        return try compile(keywords.place.appending(name))
    }

    private mutating func schemas(_ name: String, _ keywords: SchemaKeywords) throws(SchemaError)
        -> [SchemaIndex]?
    {
        guard let value = keywords.object[name] else { return nil }
        guard let elements = value.array, !elements.isEmpty || name == "items" else {
            throw keywords.error(name, "must be a list of schemas")
        }
        var found: [SchemaIndex] = []
        for index in elements.indices {
            found.append(try compile(keywords.place.appending(name, String(index))))
        }
        return found
    }

    private mutating func elementChecks(_ keywords: SchemaKeywords) throws(SchemaError) -> [Check] {
        var checks = try keywords.elementCounts()
        if case .array? = keywords.object["items"] {
            let rest = try schema("additionalItems", keywords)
            checks.append(.tuple(try schemas("items", keywords) ?? [], rest: rest))
        } else if let items = try schema("items", keywords) {
            checks.append(.elements(items))
        }
        if keywords.dialect == .draft7, let index = try schema("contains", keywords) {
            checks.append(.contains(index))
        }
        return checks
    }

    private mutating func memberChecks(_ keywords: SchemaKeywords) throws(SchemaError) -> [Check] {
        var checks: [Check] = []
        var members = Check.Members()
        for name in try keywords.names(of: "properties") {
            members.named[name] = try compile(keywords.place.appending("properties", name))
        }
        for text in try keywords.names(of: "patternProperties") {
            let pattern = try keywords.pattern(text, "patternProperties")
            members.patterned.append(
                (pattern, try compile(keywords.place.appending("patternProperties", text))))
        }
        members.rest = try schema("additionalProperties", keywords)
        if members.rest != nil || !members.named.isEmpty || !members.patterned.isEmpty {
            checks.append(.members(members))
        }
        for name in try keywords.names(of: "dependencies") {
            if case .array? = keywords.object["dependencies"]?[name] {
                checks.append(.dependentNames(name, try keywords.texts("dependencies", name)))
            } else {
                checks.append(
                    .dependentSchema(name, try compile(keywords.place.appending("dependencies", name))))
            }
        }
        if keywords.dialect == .draft7, let index = try schema("propertyNames", keywords) {
            checks.append(.names(index))
        }
        return checks
    }

    private mutating func combinations(_ keywords: SchemaKeywords) throws(SchemaError) -> [Check] {
        var checks: [Check] = []
        if let found = try schemas("allOf", keywords) { checks.append(.all(found)) }
        if let found = try schemas("anyOf", keywords) { checks.append(.any(found)) }
        if let found = try schemas("oneOf", keywords) { checks.append(.one(found)) }
        if let found = try schema("not", keywords) { checks.append(.not(found)) }
        if keywords.dialect == .draft7, let condition = try schema("if", keywords) {
            let then = try schema("then", keywords)
            checks.append(.condition(condition, then: then, otherwise: try schema("else", keywords)))
        }
        return checks
    }
}

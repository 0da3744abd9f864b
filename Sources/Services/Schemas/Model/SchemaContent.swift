internal import JSONSchema
internal import Wire

/// The content of a version, read and found to be a schema.
///
/// The language is that of the version's type; a document of JSON Schema that names draft 7 with `$schema`
/// is read as such.
struct SchemaContent: Sendable {
    /// The name of the schema of whole events in what AWS writes.
    static let envelope = "AWSEvent"
    /// Characters of a content.
    static let lengthMax = 100_000

    let type: String
    let document: JSON

    init(_ text: String, type: String) throws {
        do {
            document = try JSON(parsing: text)
        } catch {
            throw Refusals.invalid("Content is not JSON: \(error.reason) at offset \(error.offset).")
        }
        self.type = type
        guard document.object != nil else {
            throw Refusals.invalid("Content is no schema: it must be an object.")
        }
        if isOpenAPI { try checkOpenAPI() } else { try checkJSONSchema() }
    }

    var isOpenAPI: Bool { type == StoredSchema.openAPI }

    /// The names of the schemas under `components`, in the order of the document.
    var components: [String] { document["components"]?["schemas"]?.object?.names ?? [] }

    /// The component that describes whole events: `AWSEvent`, or the first one.
    var root: String? { components.contains(Self.envelope) ? Self.envelope : components.first }

    private func checkOpenAPI() throws {
        guard let version = document["openapi"]?.string, version.hasPrefix("3.0") else {
            throw Refusals.invalid("Content is no OpenAPI document: $.openapi must be a version 3.0.")
        }
        guard document["info"]?.object != nil, document["info"]?["title"]?.string != nil else {
            throw Refusals.invalid("Content is no OpenAPI document: $.info must have a title.")
        }
        guard document["info"]?["version"]?.string != nil else {
            throw Refusals.invalid("Content is no OpenAPI document: $.info must have a version.")
        }
        guard document["paths"]?.object != nil else {
            throw Refusals.invalid("Content is no OpenAPI document: $.paths must be an object.")
        }
        try checkComponents()
    }

    /// All components at once, so that what several refer to is read once.
    private func checkComponents() throws {
        for name in components where !NameRules.isComponent(name) {
            throw Refusals.invalid(
                "Content is no OpenAPI document: a component must not be called '\(name)'.")
        }
        guard !components.isEmpty, case .object(var whole) = document,
            case .object(var inner)? = document["components"],
            case .object(var schemas)? = document["components"]?["schemas"]
        else { return }
        schemas[Self.everything] = [
            "allOf": .array(components.map { ["$ref": .string("#/components/schemas/\($0)")] })
        ]
        inner["schemas"] = .object(schemas)
        whole["components"] = .object(inner)
        try Self.reading(type) { () throws(SchemaError) in
            _ = try JSONSchema(openAPI: .object(whole), schema: Self.everything, assertsFormats: true)
        }
    }

    /// No component can be called like this.
    private static let everything = " "

    private func checkJSONSchema() throws { _ = try compiled(nil) }

    private static func reading<R>(_ type: String, _ body: () throws(SchemaError) -> R) throws -> R {
        do throws(SchemaError) {
            return try body()
        } catch {
            throw Refusals.invalid("Content is no schema of the type \(type): \(error.description).")
        }
    }

    /// The schema made ready to check values, formats included; of an OpenAPI document that of a component.
    func compiled(_ component: String?) throws -> JSONSchema {
        try Self.reading(type) { () throws(SchemaError) in
            guard isOpenAPI else {
                return try JSONSchema(document, dialect: .draft4, assertsFormats: true)
            }
            return try JSONSchema(
                openAPI: document, schema: component ?? root ?? Self.envelope, assertsFormats: true)
        }
    }
}

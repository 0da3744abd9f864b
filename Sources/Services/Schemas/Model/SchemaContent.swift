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
        for name in components { _ = try compiled(name) }
    }

    private func checkJSONSchema() throws { _ = try compiled(nil) }

    /// The schema made ready to check values, formats included; of an OpenAPI document that of a component.
    func compiled(_ component: String?) throws -> JSONSchema {
        do throws(SchemaError) {
            guard isOpenAPI else {
                return try JSONSchema(document, dialect: .draft4, assertsFormats: true)
            }
            return try JSONSchema(
                openAPI: document, schema: component ?? root ?? Self.envelope, assertsFormats: true)
        } catch {
            throw Refusals.invalid("Content is no schema of the type \(type): \(error.description).")
        }
    }
}

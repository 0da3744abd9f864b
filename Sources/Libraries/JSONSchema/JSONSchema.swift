public import Wire

/// A JSON Schema, compiled once and then followed or not by any number of values.
///
/// Drafts 4 and 7, and the schemas of OpenAPI 3.0. <https://json-schema.org/specification>
public struct JSONSchema: Sendable {
    /// Violations told of one value; what comes behind them is not looked for.
    public static let violationsMax = 100
    /// Checks that one value may take; one that takes more does not follow its schema.
    public static let stepsMax = 1_000_000
    /// How deep schemas, and the values that they are held against, may nest.
    public static let depthMax = 256
    /// Schemas within a document and those that it refers to.
    public static let schemasMax = 20_000

    let schemas: [[Check]]
    let root: SchemaIndex

    /// Compiles a schema.
    ///
    /// - Parameters:
    ///   - document: An object, or true or false in draft 7.
    ///   - dialect: The language of documents that do not name theirs with `$schema`.
    ///   - documents: Further documents that the schema refers to, by their absolute addresses. Nothing is
    ///     fetched: what is not among them is refused.
    ///   - assertsFormats: Whether `format` is a check; the standard leaves it a comment.
    public init(
        _ document: JSON, dialect: SchemaDialect = .draft7, documents: [String: JSON] = [:],
        assertsFormats: Bool = false
    ) throws(SchemaError) {
        try self.init(
            document, at: [], dialect: dialect,
            documents: documents.merging(MetaSchema.documents) { a, _ in a },
            assertsFormats: assertsFormats)
    }

    /// Compiles one of the schemas that an OpenAPI 3.0 document names under `components`.
    public init(
        openAPI document: JSON, schema name: String, assertsFormats: Bool = false
    ) throws(SchemaError) {
        guard document["components"]?["schemas"]?[name] != nil else {
            throw SchemaError("$.components.schemas", "has no schema '\(name)'")
        }
        try self.init(
            document, at: ["components", "schemas", name], dialect: .openAPI3, documents: [:],
            assertsFormats: assertsFormats)
    }

    private init(
        _ document: JSON, at names: [String], dialect: SchemaDialect, documents: [String: JSON],
        assertsFormats: Bool
    ) throws(SchemaError) {
        var places = SchemaPlaces(documents.merging(["": document]) { $1 })
        places.enter("", dialect)
        var compiler = SchemaCompiler(places, assertsFormats: assertsFormats)
        root = try compiler.compileAll(from: SchemaPlace(document: "", names: names))
        schemas = compiler.schemas
    }

    /// Every way in which a value does not follow the schema, in the order of the schema's keywords; empty
    /// when it does.
    public func violations(in value: JSON) -> [SchemaViolation] {
        var check = SchemaCheck(schemas: schemas)
        _ = check.decide(value, root)
        return check.violations
    }

    /// Whether a value follows the schema.
    public func allows(_ value: JSON) -> Bool {
        var check = SchemaCheck(schemas: schemas, isQuiet: true)
        return check.decide(value, root)
    }
}

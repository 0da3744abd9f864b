/// The language that a schema is written in.
public enum SchemaDialect: Sendable, Hashable {
    /// JSON Schema draft 4. <https://json-schema.org/draft-04/json-schema-validation>
    case draft4
    /// JSON Schema draft 7. <https://json-schema.org/draft-07/json-schema-validation>
    case draft7
    /// The schema objects of OpenAPI 3.0: draft 4 without ids, with `nullable`.
    /// <https://spec.openapis.org/oas/v3.0.3#schema-object>
    case openAPI3

    /// The member that gives a schema its address.
    var idName: String? {
        switch self {
        case .draft4: "id"
        case .draft7: "$id"
        case .openAPI3: nil
        }
    }

    /// Whether the bounds of numbers are made exclusive by a Boolean beside them.
    var hasBooleanExclusion: Bool { self != .draft7 }

    /// The dialect that a document names with `$schema`.
    init?(named uri: String) {
        let address = uri.hasSuffix("#") ? String(uri.dropLast()) : uri
        switch address {
        case "http://json-schema.org/draft-04/schema", "https://json-schema.org/draft-04/schema":
            self = .draft4
        case "http://json-schema.org/draft-07/schema", "https://json-schema.org/draft-07/schema":
            self = .draft7
        default: return nil
        }
    }
}

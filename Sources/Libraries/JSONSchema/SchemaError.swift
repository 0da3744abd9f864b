public import Wire

/// Why a document is no schema.
public struct SchemaError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where in the schema, as a JSON path: `$.properties.price.type`.
    public let path: String
    /// What is wrong there, without a full stop.
    public let reason: String

    init(_ path: String, _ reason: String) {
        self.path = path
        self.reason = reason
    }

    public var description: String { "\(path): \(reason)" }
}

/// One way in which a value does not follow its schema.
public struct SchemaViolation: Sendable, Hashable, CustomStringConvertible {
    /// Where in the value, as a JSON path: `$.items[3].price`.
    public let path: String
    /// The keyword that is not followed, `required` for example; `false` where nothing is allowed, `limit`
    /// where the check was given up.
    public let keyword: String
    /// The part of the value that does not follow; null where the check was given up.
    public let value: JSON
    /// What the keyword asks for, as the schema says it. For `required` and `additionalProperties` the names
    /// that are missing or too many, for `anyOf` and `oneOf` how many alternatives were followed and how many
    /// there are, for `dependencies` the name and the names that it asks for.
    public let wanted: JSON
    /// What is wrong, without a full stop.
    public let reason: String

    public var description: String { "\(path): \(reason)" }
}

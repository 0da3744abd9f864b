internal import DynamoDBInterface
internal import Wire

/// The rules for keys, indexes and attribute definitions of a table that is created or changed.
struct TableDefinition {
    static let localIndexesMax = 5
    static let globalIndexesMax = 20
    static let nonKeyAttributesMax = 20

    struct Index {
        let name: String
        let keySchema: [KeySchemaElement]
        let projection: IndexProjection
        let isGlobal: Bool
    }

    let definitions: [AttributeDefinition]
    let keySchema: [KeySchemaElement]
    let indexes: [Index]

    /// Checks everything that a request says about keys and indexes.
    func check() throws(ValidationException) {
        try checkDefinitions()
        try Self.check(keySchema)
        try checkDefined(keySchema)
        for index in indexes { try check(index) }
        let names = indexes.map(\.name)
        for (position, name) in names.enumerated() where names[..<position].contains(name) {
            throw .invalid("Duplicate index name: \(name)")
        }
        guard indexes.filter({ !$0.isGlobal }).count <= Self.localIndexesMax else {
            throw .invalid(
                "Number of LocalSecondaryIndexes exceeds per-table limit of \(Self.localIndexesMax)")
        }
        guard indexes.filter(\.isGlobal).count <= Self.globalIndexesMax else {
            throw .invalid(
                "GlobalSecondaryIndex count exceeds the per-table limit of \(Self.globalIndexesMax)")
        }
        try checkUse()
    }

    private func checkDefinitions() throws(ValidationException) {
        let names = definitions.map(\.attributeName)
        guard Set(names).count == names.count else {
            throw ValidationException("Cannot have two attributes with the same name")
        }
    }

    private static func check(_ keySchema: [KeySchemaElement]) throws(ValidationException) {
        guard let first = keySchema.first, first.keyType == "HASH" else {
            throw ValidationException("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
        }
        guard keySchema.count > 1 else { return }
        guard keySchema.count == 2, keySchema[1].keyType == "RANGE" else {
            throw ValidationException(
                "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
        }
        guard first.attributeName != keySchema[1].attributeName else {
            throw ValidationException(
                "Both the Hash Key and the Range Key element in the KeySchema have the same name")
        }
    }

    private func list(_ names: [String]) -> String { "[\(names.joined(separator: ", "))]" }

    private func checkDefined(_ keySchema: [KeySchemaElement]) throws(ValidationException) {
        let defined = definitions.map(\.attributeName)
        let names = keySchema.map(\.attributeName)
        guard names.allSatisfy(defined.contains) else {
            throw .invalid(
                "Some index key attributes are not defined in AttributeDefinitions. "
                    + "Keys: \(list(names)), AttributeDefinitions: \(list(defined))")
        }
    }

    private func check(_ index: Index) throws(ValidationException) {
        try TableName.check(index.name, "IndexName")
        try Self.check(index.keySchema)
        try checkDefined(index.keySchema)
        if !index.isGlobal {
            guard keySchema.count == 2 else {
                throw .invalid(
                    "Table KeySchema does not have a range key, which is required when specifying a "
                        + "LocalSecondaryIndex")
            }
            guard index.keySchema.count == 2 else {
                throw .invalid("Index KeySchema does not have a range key for index: \(index.name)")
            }
            guard index.keySchema[0].attributeName == keySchema[0].attributeName else {
                throw .invalid(
                    "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
                        + "\(index.name). index hash key: \(index.keySchema[0].attributeName), "
                        + "table hash key: \(keySchema[0].attributeName)")
            }
        }
        try Self.check(index.projection)
    }

    private static func check(_ projection: IndexProjection) throws(ValidationException) {
        guard let type = projection.projectionType else { throw .invalid("Unknown ProjectionType: null") }
        let others = projection.nonKeyAttributes
        if type == "INCLUDE" {
            guard let others, !others.isEmpty else {
                throw .invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified")
            }
        } else if others != nil {
            throw .invalid("ProjectionType is \(type), but NonKeyAttributes is specified")
        }
    }

    /// The attributes of all keys.
    var usedAttributes: Set<String> { Set((keySchema + indexes.flatMap(\.keySchema)).map(\.attributeName)) }

    private func checkUse() throws(ValidationException) {
        let used = usedAttributes
        let defined = definitions.map(\.attributeName)
        guard used.count != defined.count else { return }
        guard !indexes.isEmpty else {
            throw .invalid(
                "Number of attributes in KeySchema does not exactly match number of attributes defined in "
                    + "AttributeDefinitions")
        }
        throw .invalid(
            "Some AttributeDefinitions are not used. AttributeDefinitions: \(list(defined)), "
                + "keys used: \(list(used.sorted()))")
    }
}

/// Names of tables and indexes.
enum TableName {
    static func check(_ name: String, _ parameter: String) throws(ValidationException) {
        guard (3...255).contains(name.utf8.count) else {
            throw ValidationException(
                "\(parameter) must be at least 3 characters long and at most 255 characters long")
        }
        let isPlain = name.utf8.allSatisfy { byte in
            (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "_.-".utf8.contains(byte)
        }
        guard isPlain else {
            let member = parameter == "TableName" ? "tableName" : "indexName"
            throw ValidationException(
                "1 validation error detected: Value '\(name)' at '\(member)' failed to satisfy constraint: "
                    + "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")
        }
    }
}

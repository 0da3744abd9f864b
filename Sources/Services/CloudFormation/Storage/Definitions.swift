internal import Store
internal import Wire

/// A template with the settings of a stack.
struct Definition: Sendable {
    /// As it was sent.
    let template: String
    /// After transforms, as JSON.
    let processed: String
    let settings: Settings
}

extension Definition: RowDecodable {
    static let columns: StaticString = "template, processed, settings"

    init(row: borrowing Row) throws(StoreError) {
        template = try row[0]
        processed = try row[1]
        let text: String = try row[2]
        do {
            settings = try Settings(text: text)
        } catch {
            throw StoreError.column(index: 2, expected: "JSON", found: "other text")
        }
    }
}

/// The rows of `cfn_definition`. Access path: by id.
enum Definitions {
    static func insert(_ definition: Definition, in tx: borrowing Transaction) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO cfn_definition (template, processed, settings)
            VALUES (\(definition.template), \(definition.processed), \(definition.settings.text))
            """)
    }

    static func of(_ id: Int64?, in tx: borrowing Transaction) throws -> Definition? {
        guard let id else { return nil }
        return try tx.first("SELECT \(raw: Definition.columns) FROM cfn_definition WHERE id = \(id)")
    }

    static func setSettings(_ settings: Settings, of id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE cfn_definition SET settings = \(settings.text) WHERE id = \(id)")
    }

    static func remove(_ id: Int64?, in tx: borrowing Transaction) throws {
        guard let id else { return }
        try tx.run("DELETE FROM cfn_definition WHERE id = \(id)")
    }
}

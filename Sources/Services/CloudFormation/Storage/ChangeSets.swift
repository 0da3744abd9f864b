internal import Kernel
internal import Store
internal import Wire

/// A change set as it is stored.
struct ChangeSetRow: Sendable {
    var id: Int64 = 0
    let scope: Int64
    let stack: Int64
    let name: String
    let arn: String
    /// `CREATE` or `UPDATE`.
    let kind: String
    var status: String
    var reason: String?
    var execution: String
    let description: String?
    let definition: Int64?
    let changes: JSON
    /// What the operation is to be started with besides the definition.
    let options: JSON
    let createdAt: Instant
}

extension ChangeSetRow: RowDecodable {
    static let columns: StaticString = """
        id, scope, stack, name, arn, kind, status, reason, execution, description, definition, changes, options, created_at
        """

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        scope = try row[1]
        stack = try row[2]
        name = try row[3]
        arn = try row[4]
        kind = try row[5]
        status = try row[6]
        reason = try row[7]
        execution = try row[8]
        description = try row[9]
        definition = try row[10]
        let texts: [String] = [try row[11], try row[12]]
        do {
            changes = try JSON(parsing: texts[0])
            options = try JSON(parsing: texts[1])
        } catch {
            throw StoreError.column(index: 11, expected: "JSON", found: "other text")
        }
        createdAt = try row[13]
    }
}

/// The rows of `cfn_change_set`. Access paths: by (stack, name), by ARN.
enum ChangeSets {
    static func insert(_ row: ChangeSetRow, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO cfn_change_set (scope, stack, name, arn, kind, status, reason, execution, description, definition,
                changes, options, created_at)
            VALUES (\(row.scope), \(row.stack), \(row.name), \(row.arn), \(row.kind), \(row.status), \(row.reason),
                \(row.execution), \(row.description), \(row.definition), \(row.changes.text), \(row.options.text),
                \(row.createdAt))
            """)
    }

    static func named(_ name: String, of stack: Int64, in tx: borrowing Transaction) throws -> ChangeSetRow? {
        try tx.first(
            "SELECT \(raw: ChangeSetRow.columns) FROM cfn_change_set WHERE stack = \(stack) AND name = \(name)"
        )
    }

    static func find(arn: String, _ scope: Scope, in tx: borrowing Transaction) throws -> ChangeSetRow? {
        let row: ChangeSetRow? = try tx.first(
            "SELECT \(raw: ChangeSetRow.columns) FROM cfn_change_set WHERE arn = \(arn)")
        return row.flatMap { $0.scope == scope.id ? $0 : nil }
    }

    static func page(
        _ stack: Int64, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [ChangeSetRow] {
        try tx.all(
            """
            SELECT \(raw: ChangeSetRow.columns) FROM cfn_change_set WHERE stack = \(stack) AND name > \(name)
            ORDER BY name LIMIT \(limit)
            """)
    }

    static func setExecution(_ execution: String, of id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE cfn_change_set SET execution = \(execution) WHERE id = \(id)")
    }

    static func remove(_ row: ChangeSetRow, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM cfn_change_set WHERE id = \(row.id)")
    }

    /// An operation makes all change sets of its stack obsolete; AWS removes them.
    static func removeAll(of stack: Int64, except definition: Int64?, in tx: borrowing Transaction) throws {
        for row in try tx.all(
            "SELECT \(raw: ChangeSetRow.columns) FROM cfn_change_set WHERE stack = \(stack)",
            as: ChangeSetRow.self)
        {
            if row.definition != definition { try Definitions.remove(row.definition, in: tx) }
            try remove(row, in: tx)
        }
    }
}

internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

/// The rows of `cfn_stack`. Access paths: by id, by ARN, by (scope, name) among the living, by (scope,
/// id), the busy.
enum Stacks {
    static func insert(_ stack: NewStack, at now: Instant, in tx: borrowing Transaction) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO cfn_stack (scope, name, arn, status, description, outputs, is_protected, is_busy, parent, root,
                created_at)
            VALUES (\(stack.scope.id), \(stack.name), \(stack.arn), \(stack.status), \(stack.description), \("[]"),
                \(stack.isProtected), \(false), \(stack.parent), \(stack.root), \(now))
            """)
    }

    static func of(_ id: Int64, in tx: borrowing Transaction) throws -> StackRow? {
        try tx.first("SELECT \(raw: StackRow.columns) FROM cfn_stack WHERE id = \(id)")
    }

    /// The living stack of a name, or any stack of an ARN.
    static func find(_ nameOrARN: String, _ scope: Scope, in tx: borrowing Transaction) throws -> StackRow? {
        if nameOrARN.hasPrefix("arn:") {
            let row: StackRow? = try tx.first(
                "SELECT \(raw: StackRow.columns) FROM cfn_stack WHERE arn = \(nameOrARN)")
            return row.flatMap { $0.scope == scope.id ? $0 : nil }
        }
        return try tx.first(
            """
            SELECT \(raw: StackRow.columns) FROM cfn_stack
            WHERE scope = \(scope.id) AND name = \(nameOrARN) AND deleted_at IS NULL
            """)
    }

    /// The living stack; throws AWS's text when there is none.
    static func living(_ nameOrARN: String, _ scope: Scope, in tx: borrowing Transaction) throws -> StackRow {
        guard let row = try find(nameOrARN, scope, in: tx), row.deletedAt == nil else {
            throw ValidationError("Stack [\(nameOrARN)] does not exist")
        }
        return row
    }

    static func page(
        _ scope: Scope, before id: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> [StackRow] {
        try tx.all(
            """
            SELECT \(raw: StackRow.columns) FROM cfn_stack WHERE scope = \(scope.id) AND id < \(id)
            ORDER BY id DESC LIMIT \(limit)
            """)
    }

    /// Stacks with an operation to go on with.
    static func busy(after id: Int64, limit: Int, in tx: borrowing Transaction) throws -> [Int64] {
        try tx.values(
            "SELECT id FROM cfn_stack WHERE is_busy = 1 AND id > \(id) ORDER BY id LIMIT \(limit)",
            as: Int64.self)
    }

    /// Stores everything that an operation changes about a stack.
    static func update(_ row: StackRow, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE cfn_stack SET status = \(row.status), reason = \(row.reason), description = \(row.description),
                definition = \(row.definition), target = \(row.target), operation = \(row.operation?.text),
                outputs = \(row.outputs.text), is_busy = \(row.isBusy),
                updated_at = \(row.updatedAt), deleted_at = \(row.deletedAt)
            WHERE id = \(row.id)
            """)
    }

    static func setProtection(_ isProtected: Bool, of id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE cfn_stack SET is_protected = \(isProtected) WHERE id = \(id)")
    }

    /// Forgets a stack that never became one: a review that was given up.
    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM cfn_stack WHERE id = \(id)")
    }
}

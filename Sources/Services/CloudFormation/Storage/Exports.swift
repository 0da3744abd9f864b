internal import CloudFormationInterface
internal import Kernel
internal import Store

/// The rows of `cfn_export` and `cfn_import`. Access paths: by (scope, name), by stack.
enum Exports {
    static func value(of name: String, _ scope: Int64, in tx: borrowing Transaction) throws -> String? {
        try tx.value(
            "SELECT value FROM cfn_export WHERE scope = \(scope) AND name = \(name)", as: String.self)
    }

    /// The living stacks that import an export.
    static func importers(of name: String, _ scope: Int64, in tx: borrowing Transaction) throws -> [String] {
        try tx.values(
            """
            SELECT s.name FROM cfn_import i JOIN cfn_stack s ON s.id = i.stack
            WHERE i.scope = \(scope) AND i.name = \(name) ORDER BY i.stack LIMIT 100
            """, as: String.self)
    }

    static func recordImport(of name: String, by stack: StackRow, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO cfn_import (scope, name, stack) VALUES (\(stack.scope), \(name), \(stack.id))
            ON CONFLICT (scope, name, stack) DO NOTHING
            """)
    }

    static func names(of stack: Int64, in tx: borrowing Transaction) throws -> [String] {
        try tx.values("SELECT name FROM cfn_export WHERE stack = \(stack) ORDER BY name", as: String.self)
    }

    /// Replaces the exports of a stack; throws AWS's text for a name that is taken or in use.
    static func replace(_ exports: [String: String], of stack: StackRow, in tx: borrowing Transaction) throws
    {
        var old: [String: String] = [:]
        try tx.forEach("SELECT name, value FROM cfn_export WHERE stack = \(stack.id)") { row in
            old[try row.value(0)] = try row.value(1) as String
            return true
        }
        for (name, value) in old.sorted(by: { $0.key < $1.key }) where exports[name] != value {
            let users = try importers(of: name, stack.scope, in: tx)
            guard users.isEmpty else {
                let verb = exports[name] == nil ? "deleted" : "updated"
                throw ValidationError(
                    "Export \(name) cannot be \(verb) as it is in use by \(users.joined(separator: ", "))")
            }
        }
        for name in exports.keys.sorted() {
            let owner = try tx.value(
                "SELECT stack FROM cfn_export WHERE scope = \(stack.scope) AND name = \(name)", as: Int64.self
            )
            if let owner, owner != stack.id {
                let other = try Stacks.of(owner, in: tx)
                throw ValidationError(
                    "Export with name \(name) is already exported by stack \(other?.name ?? "").")
            }
        }
        try tx.run("DELETE FROM cfn_export WHERE stack = \(stack.id)")
        for (name, value) in exports.sorted(by: { $0.key < $1.key }) {
            try tx.run(
                """
                INSERT INTO cfn_export (scope, name, stack, value)
                VALUES (\(stack.scope), \(name), \(stack.id), \(value))
                """)
        }
    }

    /// Keeps only the imports that the stack still makes.
    static func keepImports(_ names: Set<String>, of stack: StackRow, in tx: borrowing Transaction) throws {
        let recorded = try tx.values("SELECT name FROM cfn_import WHERE stack = \(stack.id)", as: String.self)
        for name in recorded where !names.contains(name) {
            try tx.run(
                "DELETE FROM cfn_import WHERE scope = \(stack.scope) AND name = \(name) AND stack = \(stack.id)"
            )
        }
    }

    static func page(
        _ scope: Scope, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [(name: String, value: String, stack: String)] {
        var exports: [(name: String, value: String, stack: String)] = []
        try tx.forEach(
            """
            SELECT e.name, e.value, s.arn FROM cfn_export e JOIN cfn_stack s ON s.id = e.stack
            WHERE e.scope = \(scope.id) AND e.name > \(name) ORDER BY e.name LIMIT \(limit)
            """
        ) { row in
            exports.append((try row.text(0), try row.text(1), try row.text(2)))
            return true
        }
        return exports
    }
}

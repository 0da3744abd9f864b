internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// The name in a parameter that may also be the table's ARN.
    static func tableName(_ parameter: String) -> String {
        guard parameter.hasPrefix("arn:"), let arn = ARN(parameter), arn.resource.hasPrefix("table/") else {
            return parameter
        }
        return String(arn.resource.dropFirst("table/".count))
    }

    /// The table that an item operation names.
    func table(_ parameter: String, _ call: Call, in tx: borrowing Transaction) throws -> Table {
        guard let table = try find(parameter, call.scope, in: tx) else { throw ResourceNotFoundException() }
        return table
    }

    /// The table that an operation on tables names, whose error tells the name.
    func namedTable(_ parameter: String, _ call: Call, in tx: borrowing Transaction) throws -> Table {
        guard let table = try find(parameter, call.scope, in: tx) else {
            throw ResourceNotFoundException(
                "Requested resource not found: Table: \(Self.tableName(parameter)) not found")
        }
        return table
    }

    func find(_ parameter: String, _ scope: Scope, in tx: borrowing Transaction) throws -> Table? {
        let name = Self.tableName(parameter)
        if let written = tx.companion(WrittenTables.self) {
            if let table = written.find(scope.id, name) { return table }
            guard let table = try Tables.find(name, scope, in: tx) else { return nil }
            written.keep(table)
            return table
        }
        if let table = tables.find(scope.id, name) { return table }
        let generation = tables.generation
        guard let table = try Tables.find(name, scope, in: tx) else { return nil }
        tables.keep(table, generation: generation)
        return table
    }

    /// Keeps a table for those who do not read it, once the transaction has committed that found it: a table
    /// that is only written is read by nobody else.
    func makeKnown(_ parameter: String, _ scope: Scope, in tx: borrowing Transaction) throws {
        let generation = tables.generation
        guard let table = try find(parameter, scope, in: tx) else { return }
        tx.afterCommit { [tables] in tables.keep(table, generation: generation) }
    }

    /// To be called last in a closure that changed the table: nothing may read it between here and the
    /// commit.
    func forget(_ name: String, _ scope: Scope, in tx: borrowing Transaction) {
        tx.companion(WrittenTables.self)?.drop(scope.id, name)
        tx.afterCommit { [tables] in tables.drop(scope.id, name) }
    }
}

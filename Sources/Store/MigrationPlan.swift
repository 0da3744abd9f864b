/// The migrations of one namespace against what its database has.
struct MigrationPlan: Sendable {
    let namespace: String
    let migrations: [Migration]

    /// Applies what is missing, in order and all or nothing.
    func apply(in transaction: borrowing Transaction) throws {
        try transaction.session.migrate(
            """
            CREATE TABLE IF NOT EXISTS kernel_migration (
                namespace TEXT NOT NULL, number INTEGER NOT NULL, checksum INTEGER NOT NULL,
                PRIMARY KEY (namespace, number)) WITHOUT ROWID
            """)
        let applied: [Applied] = try transaction.all(
            """
            SELECT \(raw: Applied.columns) FROM kernel_migration
            WHERE namespace = \(namespace) ORDER BY number
            """)
        for migration in try missing(from: applied) { try apply(migration, in: transaction) }
    }

    private func missing(from applied: [Applied]) throws(StoreError) -> ArraySlice<Migration> {
        for (index, migration) in migrations.enumerated() where migration.number != index + 1 {
            throw fault(migration.number, .misnumbered)
        }
        for (index, row) in applied.enumerated() {
            guard row.number <= migrations.count else { throw fault(row.number, .fromTheFuture) }
            guard row.number == index + 1 else { throw fault(index + 1, .skipped) }
            guard row.checksum == migrations[index].checksum else { throw fault(row.number, .edited) }
        }
        return migrations[applied.count...]
    }

    private func apply(_ migration: Migration, in transaction: borrowing Transaction) throws {
        do { try migration.apply(in: transaction) } catch StoreError.full { throw StoreError.full } catch {
            throw fault(migration.number, .unsuccessful("\(error)"))
        }
        try transaction.run(
            """
            INSERT INTO kernel_migration (namespace, number, checksum)
            VALUES (\(namespace), \(migration.number), \(migration.checksum))
            """)
    }

    private func fault(_ number: Int, _ reason: StoreError.MigrationFault) -> StoreError {
        .migration(namespace: namespace, number: number, reason: reason)
    }

    private struct Applied: RowDecodable {
        static let columns: StaticString = "number, checksum"
        let number: Int
        let checksum: Int64

        init(row: borrowing Row) throws(StoreError) {
            number = try row[0]
            checksum = try row[1]
        }
    }
}

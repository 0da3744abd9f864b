import Store
import Testing

@Suite struct MigrationTests {
    let scratch = ScratchDirectory()
    let first = Migration(
        number: 1, sql: "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER);")
    let second = Migration(number: 2, sql: "ALTER TABLE a ADD COLUMN name TEXT; -- why\n")

    func fault(_ number: Int, _ reason: StoreError.MigrationFault) -> StoreError {
        .migration(namespace: "sqs", number: number, reason: reason)
    }

    func store() throws -> Store { try Store(.directory(scratch.path)) }

    @Test func migrationsAreAppliedOnceAndInOrder() async throws {
        var store = try store()
        try store.migrate("sqs", [first])
        store.close()
        store = try self.store()
        try store.migrate("sqs", [first, second])
        try store.migrate("sqs", [first, second])
        try store.migrate("sns", [Migration(number: 1, sql: "CREATE TABLE c (id INTEGER)")])
        try await store.write(label: "a") { try $0.run("INSERT INTO a (name) VALUES (\("x"))") }
        store.close()
    }

    @Test func aMigrationMayBeAClosure() async throws {
        let store = try store()
        let fill = Migration(number: 2, revision: "fill a") { transaction in
            for id in 1...3 { try transaction.run("INSERT INTO a (id) VALUES (\(id))") }
        }
        try store.migrate("sqs", [first, fill])
        #expect(try await store.read { try $0.values("SELECT id FROM a", as: Int.self) } == [1, 2, 3])
        let edited = Migration(number: 2, revision: "fill a differently") { _ in }
        #expect(throws: fault(2, .edited)) { try store.migrate("sqs", [first, edited]) }
        store.close()
    }

    @Test func aDatabaseFromTheFutureIsRefused() throws {
        let store = try store()
        try store.migrate("sqs", [first, second])
        #expect(throws: fault(2, .fromTheFuture)) { try store.migrate("sqs", [first]) }
        store.close()
    }

    @Test func anEditedPastIsRefused() throws {
        let store = try store()
        try store.migrate("sqs", [first])
        let edited = Migration(
            number: 1, sql: "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id TEXT);")
        #expect(throws: fault(1, .edited)) { try store.migrate("sqs", [edited]) }
        store.close()
    }

    @Test func numbersAscendFromOne() throws {
        let store = try store()
        #expect(throws: fault(2, .misnumbered)) { try store.migrate("sqs", [second]) }
        #expect(throws: fault(1, .misnumbered)) { try store.migrate("sqs", [first, first]) }
        store.close()
    }

    @Test func aMigrationThatFailsLeavesNothing() async throws {
        let store = try store()
        let wrong = Migration(number: 2, sql: "CREATE TABLE d (id INTEGER); INSERT INTO missing VALUES (1)")
        #expect {
            try store.migrate("sqs", [first, wrong])
        } throws: { error in
            if case StoreError.migration("sqs", 2, .unsuccessful) = error { true } else { false }
        }
        let tables = try await store.read { try $0.values("SELECT name FROM sqlite_schema", as: String.self) }
        #expect(tables == [])
        store.close()
    }

    @Test func aMigrationCannotEndTheTransaction() throws {
        let store = try store()
        let wrong = Migration(number: 1, sql: "CREATE TABLE d (id INTEGER); COMMIT")
        #expect {
            try store.migrate("sqs", [wrong])
        } throws: { error in
            if case StoreError.migration("sqs", 1, .unsuccessful) = error { true } else { false }
        }
        store.close()
    }
}

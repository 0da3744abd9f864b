import Store
import Synchronization
import Testing

@Suite struct TransactionTests {
    let scratch = ScratchDirectory()

    func store(_ kind: Kind) throws -> Store { try Store.withNotes(kind.configuration(scratch)) }

    @Test(arguments: Kind.allCases)
    func aWriteIsSeenByALaterRead(_ kind: Kind) async throws {
        let store = try store(kind)
        #expect(try await store.addNote("first") == 1)
        #expect(try await store.noteBodies() == ["first"])
        store.close()
    }

    @Test(arguments: Kind.allCases)
    func aClosureThatThrowsIsUndoneAlone(_ kind: Kind) async throws {
        let store = try store(kind)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask {
                    do {
                        try await store.write(label: "note") { transaction in
                            try transaction.run("INSERT INTO note (id, body) VALUES (\(number), \("x"))")
                            if number % 3 == 0 { throw Refusal() }
                        }
                        return true
                    } catch { return !(error is Refusal) }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(outcomes == 66)
        let kept: [Int] = try await store.read { try $0.values("SELECT id FROM note ORDER BY id") }
        #expect(kept == (0..<100).filter { $0 % 3 != 0 })
        store.close()
    }

    @Test(arguments: Kind.allCases)
    func aClosureThatThrowsByItselfLeavesNothing(_ kind: Kind) async throws {
        let store = try store(kind)
        await #expect(throws: Refusal.self) {
            try await store.write(label: "note") { transaction in
                try transaction.run("INSERT INTO note (body) VALUES (\("x"))")
                throw Refusal()
            }
        }
        #expect(try await store.noteBodies() == [])
        #expect(try await store.addNote("next") == 1)
        store.close()
    }

    @Test(arguments: Kind.allCases)
    func actionsRunAfterTheCommitInOrder(_ kind: Kind) async throws {
        let store = try store(kind)
        let heard = Heard()
        try await store.write(label: "note") { transaction in
            transaction.afterCommit { heard.add("one") }
            try transaction.run("INSERT INTO note (body) VALUES (\("x"))")
            transaction.afterCommit { heard.add("two") }
            heard.add("body")
        }
        #expect(heard.all == ["body", "one", "two"])
        store.close()
    }

    @Test(arguments: Kind.allCases)
    func actionsOfAnUndoneClosureNeverRun(_ kind: Kind) async throws {
        let store = try store(kind)
        let heard = Heard()
        await #expect(throws: Refusal.self) {
            try await store.write(label: "note") { transaction in
                transaction.afterCommit { heard.add("never") }
                throw Refusal()
            }
        }
        _ = try await store.addNote("x")
        #expect(heard.all == [])
        store.close()
    }

    @Test(arguments: Kind.allCases)
    func aSavepointUndoesItsOwnPartOnly(_ kind: Kind) async throws {
        let store = try store(kind)
        let heard = Heard()
        try await store.write(label: "note") { transaction in
            try transaction.run("INSERT INTO note (body) VALUES (\("kept"))")
            transaction.afterCommit { heard.add("kept") }
            do {
                try transaction.savepoint {
                    try transaction.run("INSERT INTO note (body) VALUES (\("undone"))")
                    transaction.afterCommit { heard.add("undone") }
                    try transaction.savepoint {
                        try transaction.run("INSERT INTO note (body) VALUES (\("inner"))")
                    }
                    throw Refusal()
                }
            } catch is Refusal {}
            try transaction.savepoint {
                try transaction.run("INSERT INTO note (body) VALUES (\("also kept"))")
            }
        }
        #expect(try await store.noteBodies() == ["kept", "also kept"])
        #expect(heard.all == ["kept"])
        store.close()
    }

    @Test(arguments: Kind.allCases)
    func aSnapshotCannotWrite(_ kind: Kind) async throws {
        let store = try store(kind)
        await #expect(throws: StoreError.readOnly) {
            try await store.read { try $0.run("INSERT INTO note (body) VALUES (\("x"))") }
        }
        #expect(try await store.read { $0.isReadOnly })
        #expect(try await store.write(label: "look") { $0.isReadOnly } == false)
        store.close()
    }

    @Test(
        arguments: ["COMMIT", " -- c\n rollback", "/* c */ PRAGMA journal_mode = DELETE", "savepoint x"]
            as [SQL])
    func aClosureCannotEndTheTransaction(_ sql: SQL) async throws {
        let store = try store(.memory)
        await #expect {
            try await store.write(label: "note") { try $0.run(sql) }
        } throws: { error in
            if case StoreError.statement("Not allowed in a transaction", _) = error { true } else { false }
        }
        store.close()
    }

    @Test func aBrokenConstraintIsToldByKindAndLeavesTheClosureGoingOn() async throws {
        let store = try store(.memory)
        let error = try await store.write(label: "note") { transaction -> StoreError? in
            try transaction.run("INSERT INTO note (id, body) VALUES (1, \("a"))")
            do throws(StoreError) {
                try transaction.run("INSERT INTO note (id, body) VALUES (1, \("b"))")
                return nil
            } catch { return error }
        }
        #expect(error == .constraint(.unique, message: "UNIQUE constraint failed: note.id"))
        #expect(try await store.noteBodies() == ["a"])
        store.close()
    }

    @Test func aStatementMayBeUsedAgainWhileItsRowsAreRead() async throws {
        let store = try store(.memory)
        for body in ["a", "b", "c"] { _ = try await store.addNote(body) }
        let pairs = try await store.read { transaction in
            try countPairs(transaction, depth: 2)
        }
        #expect(pairs == 9)
        store.close()
    }

    @Test func forEachStopsWhenToldTo() async throws {
        let store = try store(.memory)
        for body in ["a", "b", "c"] { _ = try await store.addNote(body) }
        let seen = try await store.read { transaction in
            var seen: [String] = []
            try transaction.forEach("SELECT body FROM note ORDER BY id") { row in
                seen.append(try row.text(0))
                return seen.count < 2
            }
            return seen
        }
        #expect(seen == ["a", "b"])
        store.close()
    }

    @Test func aStatementThatReturnsRowsChangesAllOfThemThoughOneIsRead() async throws {
        let store = try store(.memory)
        for body in ["a", "b", "c"] { _ = try await store.addNote(body) }
        let first: Note? = try await store.write(label: "note") { transaction in
            try transaction.first("UPDATE note SET body = body || \("!") RETURNING \(raw: Note.columns)")
        }
        #expect(first?.body == "a!")
        #expect(try await store.noteBodies() == ["a!", "b!", "c!"])
        store.close()
    }

    @Test func aStatementThatReturnsRowsIsStillHeldToForeignKeys() async throws {
        let store = try store(.memory)
        try store.migrate(
            "keys",
            [Migration(number: 1, sql: "CREATE TABLE child (note INTEGER NOT NULL REFERENCES note (id))")])
        await #expect {
            try await store.write(label: "child") { transaction in
                try transaction.value("INSERT INTO child (note) VALUES (\(9)) RETURNING note", as: Int.self)
            }
        } throws: { error in
            if case StoreError.constraint(.foreignKey, _) = error { true } else { false }
        }
        #expect(try await store.read { try $0.value("SELECT count(*) FROM child", as: Int.self) } == 0)
        store.close()
    }

    @Test func changesAndRowIdsAreCounted() async throws {
        let store = try store(.memory)
        for body in ["a", "b", "c"] { _ = try await store.addNote(body) }
        let changed = try await store.write(label: "note") { transaction in
            try transaction.changing("UPDATE note SET body = \("z") WHERE id > \(1)")
        }
        #expect(changed == 2)
        let first: Note? = try await store.read {
            try $0.first("SELECT \(raw: Note.columns) FROM note WHERE id = \(3)")
        }
        #expect(first?.body == "z")
        store.close()
    }
}

/// Walks all notes for each note, `depth` levels deep, with one statement, and counts the innermost steps.
private func countPairs(_ transaction: borrowing Transaction, depth: Int) throws -> Int {
    guard depth > 0 else { return 1 }
    var pairs = 0
    try transaction.forEach("SELECT id, body FROM note WHERE id > \(0)") { _ in
        pairs += try countPairs(transaction, depth: depth - 1)
        return true
    }
    return pairs
}

/// What was heard, in order.
final class Heard: Sendable {
    private let words = Mutex<[String]>([])
    func add(_ word: String) { words.withLock { $0.append(word) } }
    var all: [String] { words.withLock { $0 } }
}

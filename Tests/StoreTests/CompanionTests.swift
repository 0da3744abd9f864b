import Store
import Testing

/// Counts in memory how many notes were announced, and writes the count once a commit, as a note.
private final class Tally: Companion {
    private var count = 0
    private var changes = 0
    private var written = 0

    init() {}

    func add() {
        count += 1
        changes += 1
    }

    func flush(in tx: borrowing Transaction) throws(StoreError) {
        guard count != written else { return }
        try tx.run("INSERT INTO note (body) VALUES (\("tally \(count)"))")
        written = count
    }

    var changeCount: Int { changes }

    func undo(to count: Int) {
        self.count -= changes - count
        changes = count
    }

    func keep() { changes = 0 }

    func forget() {
        count = 0
        changes = 0
        written = 0
    }
}

@Suite struct CompanionTests {
    let scratch = ScratchDirectory()

    @Test(arguments: Kind.allCases)
    func whatACompanionKeepsIsInTheCommit(_ kind: Kind) async throws {
        let store = try Store.withNotes(kind.configuration(scratch))
        for _ in 0..<2 { try await store.write(label: "note") { $0.companion(Tally.self)?.add() } }
        #expect(try await store.noteBodies() == ["tally 1", "tally 2"])
        store.close()
    }

    @Test(arguments: Kind.allCases)
    func aClosureThatThrowsTakesItsChangesToACompanionBack(_ kind: Kind) async throws {
        let store = try Store.withNotes(kind.configuration(scratch))
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<90 {
                group.addTask {
                    try? await store.write(label: "note") { transaction in
                        transaction.companion(Tally.self)?.add()
                        if number % 3 == 0 { throw Refusal() }
                    }
                }
            }
        }
        #expect(try await store.noteBodies().last == "tally 60")
        store.close()
    }

    @Test(arguments: Kind.allCases)
    func aSavepointTakesItsChangesToACompanionBack(_ kind: Kind) async throws {
        let store = try Store.withNotes(kind.configuration(scratch))
        try await store.write(label: "note") { transaction in
            let tally = transaction.companion(Tally.self)
            tally?.add()
            do {
                try transaction.savepoint {
                    tally?.add()
                    tally?.add()
                    throw Refusal()
                }
            } catch is Refusal {}
        }
        #expect(try await store.noteBodies() == ["tally 1"])
        store.close()
    }

    @Test func aSnapshotHasNoCompanion() async throws {
        let store = try Store.withNotes(Kind.directory.configuration(scratch))
        #expect(try await store.read { $0.companion(Tally.self) == nil })
        store.close()
    }

    @Test(arguments: Kind.allCases)
    func aClosureThatChecksFirstMayRefuseBesideOthers(_ kind: Kind) async throws {
        let store = try Store.withNotes(kind.configuration(scratch))
        let refused = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<90 {
                group.addTask {
                    do {
                        try await store.write(label: "note", checksFirst: true) { transaction in
                            if number % 3 == 0 { throw Refusal() }
                            try transaction.run("INSERT INTO note (id, body) VALUES (\(number), \("x"))")
                        }
                        return false
                    } catch { return error is Refusal }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(refused == 30)
        #expect(try await store.noteBodies().count == 60)
        store.close()
    }

    @Test(arguments: Kind.allCases)
    func aClosureThatBreaksItsPromiseLeavesNothingBehind(_ kind: Kind) async throws {
        let store = try Store.withNotes(kind.configuration(scratch))
        let kept = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<90 {
                group.addTask {
                    do {
                        try await store.write(label: "note", checksFirst: true) { transaction in
                            try transaction.run("INSERT INTO note (id, body) VALUES (\(number), \("x"))")
                            if number == 40 { throw Refusal() }
                        }
                        return number
                    } catch { return nil }
                }
            }
            return await group.reduce(into: Set<Int>()) { if let number = $1 { $0.insert(number) } }
        }
        let stored: [Int] = try await store.read { try $0.values("SELECT id FROM note") }
        #expect(Set(stored) == kept)
        #expect(!kept.contains(40))
        store.close()
    }

    @Test(arguments: Kind.allCases)
    func whatUndoesItselfMayThrowWithoutASavepoint(_ kind: Kind) async throws {
        let store = try Store.withNotes(kind.configuration(scratch))
        let heard = Heard()
        try await store.write(label: "note") { transaction in
            try transaction.run("INSERT INTO note (body) VALUES (\("kept"))")
            let tally = transaction.companion(Tally.self)
            do {
                try transaction.withoutSavepoint {
                    tally?.add()
                    transaction.afterCommit { heard.add("never") }
                    try transaction.savepoint {
                        try transaction.run("INSERT INTO note (body) VALUES (\("undone"))")
                        throw Refusal()
                    }
                }
            } catch is Refusal {}
        }
        #expect(try await store.noteBodies() == ["kept"])
        #expect(heard.all == [])
        store.close()
    }

    @Test(arguments: Kind.allCases)
    func whatDoesNotUndoItselfLosesTheBatch(_ kind: Kind) async throws {
        let store = try Store.withNotes(kind.configuration(scratch))
        await #expect(throws: StoreError.self) {
            try await store.write(label: "note") { transaction in
                do {
                    try transaction.withoutSavepoint {
                        try transaction.run("INSERT INTO note (body) VALUES (\("half"))")
                        throw Refusal()
                    }
                } catch is Refusal {}
            }
        }
        #expect(try await store.noteBodies() == [])
        #expect(try await store.addNote("next") == 1)
        store.close()
    }
}

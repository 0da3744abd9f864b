import Testing

@testable import Store

@Suite struct KeptSnapshotTests {
    let scratch = ScratchDirectory()

    func store(checkpointPages: Int = 8_000) throws -> Store {
        var limits = StoreLimits()
        limits.checkpointPages = checkpointPages
        return try Store.withNotes(StoreConfiguration(.directory(scratch.path), limits: limits))
    }

    func count(_ store: Store) throws -> Int {
        let found = try store.readHere { try $0.value("SELECT count(*) FROM note", as: Int.self) ?? -1 }
        return try #require(found)
    }

    @Test func aReadWhereItsCallerIsSeesEveryWriteThatWasAcknowledgedBefore() async throws {
        let store = try store()
        for number in 1...300 {
            _ = try await store.addNote("\(number)")
            #expect(try count(store) == number)
            #expect(try count(store) == number)
        }
        store.close()
    }

    @Test func readsFromManySidesSeeWhatEachOfThemWrote() async throws {
        let store = try store()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for side in 0..<4 {
                group.addTask {
                    for number in 0..<200 {
                        let body = "\(side) \(number)"
                        let row = try await store.addNote(body)
                        let found = try store.readHere { transaction in
                            try transaction.value("SELECT body FROM note WHERE id = \(row)", as: String.self)
                        }
                        // Nil when no connection was free.
                        if let found { #expect(found == body) }
                    }
                }
            }
            try await group.waitForAll()
        }
        store.close()
    }

    @Test func theLogIsUsedAgainThoughReadsNeverStop() async throws {
        let store = try store(checkpointPages: 50)
        let body = String(repeating: "x", count: 3000)
        var most = 0
        for number in 1...600 {
            _ = try await store.addNote(body)
            #expect(try count(store) == number)
            most = max(most, try store.wait(.alone) { $0.session.connection.logPages })
        }
        // Each of the six hundred commits put two pages at least into it.
        #expect(most < 400)
        #expect(try store.verify() == [])
        store.close()
    }

    @Test func aReadThatThrowsLeavesItsSnapshotToNobody() async throws {
        let store = try store()
        _ = try await store.addNote("first")
        #expect(try count(store) == 1)
        #expect(throws: Refusal.self) { try store.readHere { _ in throw Refusal() } }
        #expect(try count(store) == 1)
        _ = try await store.addNote("second")
        #expect(try count(store) == 2)
        store.close()
    }

    @Test func aReadCannotWrite() async throws {
        let store = try store()
        #expect(throws: StoreError.readOnly) {
            try store.readHere { try $0.run("INSERT INTO note (body) VALUES ('x')") }
        }
        #expect(try count(store) == 0)
        store.close()
    }

    @Test func aCheckpointIsWholeThoughASnapshotWasLeftOpen() async throws {
        let store = try store()
        _ = try await store.addNote("old")
        #expect(try count(store) == 1)
        for number in 0..<20 { _ = try await store.addNote("\(number)") }
        try store.checkpoint()
        let isWhole = try store.wait(.alone) { try $0.session.connection.checkpoint() }
        #expect(isWhole)
        store.close()
    }
}

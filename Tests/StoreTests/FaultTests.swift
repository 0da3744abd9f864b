import CFaultDisk
import Store
import Testing

/// What the store does on a disk that fails: each test has a disk of its own.
@Suite struct FaultTests {
    let scratch = ScratchDirectory()
    let disk: Int32

    init() throws {
        disk = fault_disk_make()
        try #require(disk >= 0)
    }

    func store() throws -> Store {
        var configuration = StoreConfiguration.directory(scratch.path)
        configuration.fileSystem = String(cString: fault_disk_name(disk))
        return try Store.withNotes(configuration)
    }

    /// Hands in `count` notes at once and answers how each went.
    func flood(_ store: Store, _ bodies: Range<Int>) async -> [Int: StoreError?] {
        await withTaskGroup(of: (Int, StoreError?).self) { group in
            for number in bodies {
                group.addTask {
                    do {
                        try await store.write(label: "flood") { transaction in
                            try transaction.run("INSERT INTO note (id, body) VALUES (\(number), \("x"))")
                        }
                        return (number, nil)
                    } catch let error as StoreError { return (number, error) } catch {
                        return (number, .closed)
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = .some($1.1) }
        }
    }

    func ids(_ store: Store) async throws -> [Int] {
        try await store.read { try $0.values("SELECT id FROM note ORDER BY id") }
    }

    @Test func aFullDiskAnswersEveryoneAndTheStoreGoesOnOnceThereIsSpace() async throws {
        let store = try store()
        #expect(await flood(store, 0..<50).values.allSatisfy { $0 == nil })
        fault_disk_fill(disk)
        #expect(await flood(store, 50..<100).values.allSatisfy { $0 == .full })
        #expect(store.failure == nil)
        #expect(try await ids(store) == Array(0..<50))
        fault_disk_heal(disk)
        #expect(await flood(store, 100..<150).values.allSatisfy { $0 == nil })
        #expect(try await ids(store) == Array(0..<50) + Array(100..<150))
        #expect(try store.verify() == [])
        store.close()
    }

    @Test func aFullDiskIsAnsweredToTheClosureThatReadWhatWasNotKept() async throws {
        let store = try store()
        fault_disk_fill(disk)
        await #expect(throws: StoreError.full) {
            try await store.write(label: "note") { transaction in
                try transaction.run("INSERT INTO note (body) VALUES (\("x"))")
            }
        }
        fault_disk_heal(disk)
        #expect(try await store.noteBodies() == [])
        store.close()
    }

    @Test func aFailedSyncStopsTheWriterForGood() async throws {
        let store = try store()
        _ = try await store.addNote("durable")
        fault_disk_fail_syncs_after(disk, 0)
        let error = try #require(await #expect(throws: StoreError.self) { try await store.addNote("lost") })
        guard case .failed = error else { throw error }
        fault_disk_heal(disk)
        #expect(store.failure == error)
        // The disk is well again, but nobody knows what the failed sync left out.
        await #expect(throws: error) { try await store.addNote("refused") }
        await #expect(throws: error) { try await store.write(label: "read") { $0.isReadOnly } }
        #expect(try await store.noteBodies() == ["durable"])
        store.close()
        let again = try self.store()
        #expect(try await again.noteBodies().first == "durable")
        #expect(again.failure == nil)
        #expect(try again.verify() == [])
        again.close()
    }

    @Test func aTornWriteLosesNothingAcknowledged() async throws {
        for survived in 0..<12 {
            fault_disk_heal(disk)
            let scratch = ScratchDirectory()
            var configuration = StoreConfiguration.directory(scratch.path)
            configuration.fileSystem = String(cString: fault_disk_name(disk))
            let store = try Store.withNotes(configuration)
            var acknowledged: [String] = []
            fault_disk_fail_writes_after(disk, survived)
            for number in 0..<20 {
                do {
                    _ = try await store.addNote("\(number)")
                    acknowledged.append("\(number)")
                } catch StoreError.failed { break }
            }
            #expect(store.failure != nil)
            fault_disk_heal(disk)
            store.close()
            let again = try Store.withNotes(configuration)
            let found = try await again.noteBodies()
            #expect(found.starts(with: acknowledged))
            #expect(found.count <= acknowledged.count + 1)
            #expect(try again.verify() == [])
            again.close()
        }
    }

    @Test func actionsOfALostBatchNeverRun() async throws {
        let store = try store()
        let heard = Heard()
        fault_disk_fill(disk)
        await #expect(throws: StoreError.full) {
            try await store.write(label: "note") { transaction in
                transaction.afterCommit { heard.add("never") }
                try transaction.run("INSERT INTO note (body) VALUES (\("x"))")
            }
        }
        fault_disk_heal(disk)
        _ = try await store.addNote("next")
        #expect(heard.all == [])
        store.close()
    }

    @Test func theFaultsOfOneDiskAreNotAnothers() async throws {
        let store = try store()
        let other = fault_disk_make()
        try #require(other >= 0)
        fault_disk_fill(other)
        fault_disk_fail_syncs_after(other, 0)
        fault_disk_fail_writes_after(other, 0)
        _ = try await store.addNote("kept")
        fault_disk_fill(disk)
        fault_disk_heal(other)
        await #expect(throws: StoreError.full) { try await store.addNote("lost") }
        #expect(fault_disk_syncs(other) == 0)
        fault_disk_heal(disk)
        store.close()
    }

    @Test func oneSyncServesManyWriters() async throws {
        let store = try store()
        fault_disk_heal(disk)
        #expect(await flood(store, 0..<500).values.allSatisfy { $0 == nil })
        let statistics = store.statistics
        #expect(fault_disk_syncs(disk) <= statistics.commits)
        #expect(statistics.closures >= 500)
        #expect(statistics.commits < 400)
        store.close()
    }
}

import Glibc
import Synchronization
import Testing

@testable import Store

@Suite struct StoreTests {
    let scratch = ScratchDirectory()

    func store(_ limits: StoreLimits = StoreLimits()) throws -> Store {
        try Store.withNotes(StoreConfiguration(.directory(scratch.path), limits: limits))
    }

    /// Hands in `count` writes while the writer is held back, and answers once all are done.
    func batch(_ store: Store, _ count: Int) async throws {
        let gate = Latch<Bool>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            let held = Latch<Bool>()
            group.addTask {
                try await store.write(label: "gate") { _ in
                    held.open(true)
                    _ = gate.wait()
                }
            }
            _ = held.wait()
            let handedIn = Latch<Bool>()
            let left = Atomic<Int>(count)
            for number in 0..<count {
                store.write(label: "note") { transaction in
                    try transaction.run("INSERT INTO note (body) VALUES (\("\(number)"))")
                } completion: { _ in
                    if left.subtract(1, ordering: .relaxed).newValue == 0 { handedIn.open(true) }
                }
            }
            gate.open(true)
            _ = handedIn.wait()
            try await group.waitForAll()
        }
    }

    @Test func writesThatWaitTogetherShareOneCommitInTheOrderOfArrival() async throws {
        let store = try store()
        let before = store.statistics
        try await batch(store, 300)
        let after = store.statistics
        #expect(after.closures - before.closures == 301)
        #expect(after.commits - before.commits == 2)
        #expect(after.largestBatch == 300)
        #expect(after.batchSizes[8] == 1)
        #expect(try await store.noteBodies() == (0..<300).map { "\($0)" })
        #expect(after.slowest.first { $0.label == "note" }?.closures == 300)
        store.close()
    }

    @Test func aBatchIsBoundedByItsNumberOfClosures() async throws {
        var limits = StoreLimits()
        limits.batchClosures = 100
        let store = try store(limits)
        let before = store.statistics.commits
        try await batch(store, 300)
        #expect(store.statistics.commits - before == 4)
        #expect(store.statistics.largestBatch == 100)
        store.close()
    }

    @Test func aBatchIsBoundedByItsBytes() async throws {
        var limits = StoreLimits()
        limits.batchBytes = 1
        let store = try store(limits)
        let before = store.statistics.commits
        try await batch(store, 10)
        #expect(store.statistics.commits - before == 11)
        store.close()
    }

    @Test func moreWritesThanMayWaitAreRefused() async throws {
        var limits = StoreLimits()
        limits.waitingWrites = 3
        let store = try store(limits)
        let gate = Latch<Bool>(), held = Latch<Bool>()
        store.write(label: "gate") { _ in
            held.open(true)
            _ = gate.wait()
        } completion: { _ in
        }
        _ = held.wait()
        let refused = Heard()
        for _ in 0..<5 {
            store.write(label: "note") {
                try $0.run("INSERT INTO note (body) VALUES (\("x"))")
            } completion: { result in
                if case .failure(let error) = result { refused.add("\(error)") }
            }
        }
        #expect(refused.all == Array(repeating: "3 pieces of work wait for the store already.", count: 2))
        gate.open(true)
        store.close()
    }

    @Test func aSnapshotDoesNotChangeWhileItIsRead() async throws {
        let store = try store()
        _ = try await store.addNote("before")
        let reading = Latch<Bool>(), written = Latch<Bool>(), answer = Latch<[[String]]>()
        store.read { transaction in
            let first = try transaction.values("SELECT body FROM note", as: String.self)
            reading.open(true)
            _ = written.wait()
            return [first, try transaction.values("SELECT body FROM note", as: String.self)]
        } completion: { result in
            if case .success(let seen) = result { answer.open(seen) } else { answer.open([]) }
        }
        _ = reading.wait()
        _ = try await store.addNote("during")
        written.open(true)
        #expect(answer.wait() == [["before"], ["before"]])
        #expect(try await store.noteBodies() == ["before", "during"])
        store.close()
    }

    @Test func aSnapshotDoesNotSeeATransactionThatIsNotCommitted() async throws {
        let store = try store()
        let seen = try await store.write(label: "note") { transaction in
            try transaction.run("INSERT INTO note (body) VALUES (\("x"))")
            let answer = Latch<Int>()
            store.read {
                try $0.value("SELECT count(*) FROM note", as: Int.self) ?? -1
            } completion: { result in
                if case .success(let count) = result { answer.open(count) } else { answer.open(-1) }
            }
            return answer.wait()
        }
        #expect(seen == 0)
        store.close()
    }

    @Test func moreReadsThanConnectionsAreAllAnswered() async throws {
        var configuration = StoreConfiguration.directory(scratch.path)
        configuration.readers = 1
        let store = try Store.withNotes(configuration)
        for number in 0..<3 { _ = try await store.addNote("\(number)") }
        let answers = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<200 { group.addTask { try await store.noteBodies() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers == Array(repeating: ["0", "1", "2"], count: 200))
        store.close()
    }

    @Test func aReadThatThrowsLeavesItsConnectionFit() async throws {
        var configuration = StoreConfiguration.directory(scratch.path)
        configuration.readers = 1
        let store = try Store.withNotes(configuration)
        for _ in 0..<10 {
            await #expect(throws: Refusal.self) {
                try await store.read { transaction in
                    try transaction.forEach("SELECT \(1)") { _ in throw Refusal() }
                }
            }
        }
        _ = try await store.addNote("x")
        #expect(try await store.noteBodies() == ["x"])
        store.close()
    }

    @Test func aLockThatAChildOfADeadHolderStillHasIsWaitedFor() throws {
        let path = scratch.path + "/apus.lock"
        // Without O_CLOEXEC, so that the child has it, as between the two steps in which processes begin.
        let lock = open(path, O_RDWR | O_CREAT, 0o600)
        try #require(flock(lock, LOCK_EX | LOCK_NB) == 0)
        let nobody = Array("\(Int32.max)\n".utf8)
        try #require(pwrite(lock, nobody, nobody.count, 0) == nobody.count)
        var child: pid_t = 0
        var words: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("0.3"), nil]
        defer { for word in words { free(word) } }
        try #require(posix_spawnp(&child, "sleep", nil, nil, &words, environ) == 0)
        close(lock)
        let store = try store()
        #expect(store.failure == nil)
        store.close()
        waitpid(child, nil, 0)
    }

    @Test func aSecondStoreIsRefusedTheDirectoryAndToldWhoHasIt() throws {
        let store = try store()
        #expect(throws: StoreError.held(directory: scratch.path, process: getpid())) {
            try Store(.directory(scratch.path))
        }
        store.close()
        try self.store().close()
    }

    @Test func aDirectoryThatCannotBeMadeIsAnError() {
        #expect { try Store(.directory("/proc/none/apus")) } throws: { error in
            if case StoreError.unavailable = error { true } else { false }
        }
    }

    @Test func whatWaitsIsDoneBeforeTheStoreClosesAndNothingAfter() async throws {
        let store = try store()
        let heard = Heard()
        for number in 0..<50 {
            store.write(label: "note") { transaction in
                try transaction.run("INSERT INTO note (body) VALUES (\("\(number)"))")
            } completion: { result in
                if case .success = result { heard.add("done") }
            }
        }
        store.close()
        #expect(heard.all.count == 50)
        await #expect(throws: StoreError.closed) { try await store.addNote("late") }
        await #expect(throws: StoreError.closed) { try await store.noteBodies() }
        let again = try self.store()
        #expect(try await again.noteBodies().count == 50)
        again.close()
    }

    @Test func whatWasAcknowledgedIsInTheFilesOfAStoreThatNeverCloses() async throws {
        let store = try store()
        for number in 0..<20 { _ = try await store.addNote("\(number)") }
        // The files of a process that is killed now are these; the lock dies with it.
        let copy = ScratchDirectory()
        for name in ["apus.db", "apus.db-wal"] {
            #expect(try copyFile("\(scratch.path)/\(name)", "\(copy.path)/\(name)") > 0)
        }
        let other = try Store.withNotes(.directory(copy.path))
        #expect(try await other.noteBodies() == (0..<20).map { "\($0)" })
        #expect(try other.verify() == [])
        other.close()
        store.close()
    }

    @Test func theLogIsCopiedAndUsedAgainInsteadOfGrowing() async throws {
        var limits = StoreLimits()
        limits.checkpointPages = 50
        let store = try store(limits)
        let body = String(repeating: "x", count: 3000)
        for _ in 0..<400 { _ = try await store.addNote(body) }
        let pages = try store.wait(.alone) { $0.session.connection.logPages }
        // Four hundred commits of at least one page each went through it.
        #expect(pages < 200)
        #expect(try store.verify() == [])
        store.close()
    }

    @Test func theStatementCacheIsBounded() async throws {
        var limits = StoreLimits()
        limits.statements = 16
        let store = try store(limits)
        let cached = try await store.write(label: "many") { transaction in
            var most = 0
            for count in 1...100 {
                let found = try transaction.values(
                    "SELECT id FROM note WHERE id IN (\(list: 1...count))", as: Int.self)
                #expect(found == [])
                most = max(most, transaction.session.connection.cachedStatements)
            }
            return most
        }
        #expect(cached <= 16)
        store.close()
    }

    @Test func aStatementIsPreparedOnceForAllItsValues() async throws {
        let store = try store()
        let cached = try await store.write(label: "same") { transaction in
            for number in 0..<100 { try transaction.run("INSERT INTO note (body) VALUES (\("\(number)"))") }
            return transaction.session.connection.cachedStatements
        }
        #expect(cached == 1 + 2)  // and the two of the migration
        store.close()
    }

    @Test func aScanIsToldByTheNameOfItsTable() throws {
        let store = try store()
        try store.migrate(
            "plan",
            [
                Migration(
                    number: 1,
                    sql: "CREATE TABLE pair (a INTEGER, b INTEGER); CREATE INDEX pair_a ON pair (a)")
            ])
        #expect(try store.scans(of: "SELECT * FROM note WHERE id = \(1)") == [])
        #expect(try store.scans(of: "SELECT * FROM note WHERE body = \("x")") == ["note"])
        #expect(try store.scans(of: "SELECT * FROM pair WHERE a = \(1) AND b = \(2)") == [])
        #expect(try store.scans(of: "SELECT b FROM pair WHERE b IN (SELECT id FROM note)") == ["pair"])
        #expect(try store.scans(of: "INSERT INTO pair VALUES (\(1), \(2)), (\(3), \(4))") == [])
        store.close()
    }

    @Test func verificationFindsWhatIsWrongAndNamesTheCheck() async throws {
        let store = try store()
        try store.migrate(
            "verify",
            [
                Migration(
                    number: 1,
                    sql: "CREATE TABLE child (id INTEGER PRIMARY KEY, note INTEGER REFERENCES note (id))")
            ])
        store.register(
            StoreCheck(name: "no empty notes") { transaction in
                try transaction.values("SELECT 'note ' || id FROM note WHERE body = ''")
            })
        #expect(try store.verify() == [])
        _ = try await store.addNote("")
        let heard = Heard()
        let faults = try store.verify { heard.add($0) }
        #expect(faults == [StoreFault(check: "no empty notes", detail: "note 1")])
        #expect(heard.all == ["integrity", "foreign keys", "no empty notes"])
        await #expect(throws: StoreError.self) {
            try await store.write(label: "orphan") { try $0.run("INSERT INTO child (note) VALUES (\(77))") }
        }
        store.close()
    }

    @Test func aCheckpointLeavesAllInTheDatabaseFile() async throws {
        let store = try store()
        for number in 0..<20 { _ = try await store.addNote("\(number)") }
        try store.checkpoint()
        let copy = ScratchDirectory()
        #expect(try copyFile("\(scratch.path)/apus.db", "\(copy.path)/apus.db") > 0)
        let other = try Store.withNotes(.directory(copy.path))
        #expect(try await other.noteBodies().count == 20)
        other.close()
        store.close()
    }
}

/// Copies a file and answers its size.
private func copyFile(_ from: String, _ to: String) throws -> Int {
    let source = open(from, O_RDONLY)
    let target = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    try #require(source >= 0 && target >= 0)
    defer {
        close(source)
        close(target)
    }
    var total = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(source, &buffer, buffer.count)
        guard count > 0 else { return total }
        total += write(target, buffer, count)
    }
}

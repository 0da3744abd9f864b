import ApusTesting
import CFaultDisk
import Foundation
import Store
import Synchronization
import Testing
import Wire

@testable import Kernel

/// Random histories of deliveries to endpoints that answer, fail, hang or are paced, and of servers that are
/// killed in the middle of their writes. `APUS_SEED=n` replays one seed, `APUS_SEEDS=n` plays that many.
@Suite(.serialized) struct CourierSimulation {
    private static var seeds: [UInt64] {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["APUS_SEED"].flatMap(UInt64.init) { return [seed] }
        return Array(1...(environment["APUS_SEEDS"].flatMap(UInt64.init) ?? 10))
    }

    @Test func everyDeliveryThatWasAcceptedArrivesWhateverFails() async throws {
        let disk = fault_disk_make()
        try #require(disk >= 0)
        var accepted = 0
        for seed in Self.seeds {
            let directory = FileManager.default.temporaryDirectory
                .appendingPathComponent("apus-courier-\(UUID().uuidString)").path
            let history = History(seed: seed, disk: disk)
            do {
                accepted += try await history.play(in: directory)
            } catch {
                Issue.record("seed \(seed): \(error)")
            }
            fault_disk_heal(disk)
            try FileManager.default.removeItem(atPath: directory)
        }
        #expect(accepted > 100 * Self.seeds.count)
    }
}

/// One history: what chance chose, what was accepted, and the world around the server.
private final class History: Sendable {
    struct Difference: Error, CustomStringConvertible {
        let description: String
    }

    private struct State {
        var accepted: Set<Int> = []
        var count = 0
        var now = TestApus.start
    }

    static let endpointCount = 8
    static let lives = 6

    private let seed: UInt64
    private let disk: Int32
    private let chance: Entropy
    private let outdoors = Outdoors()
    private let http = RecordingHTTP()
    private let state = Mutex(State())

    init(seed: UInt64, disk: Int32) {
        self.seed = seed
        self.disk = disk
        chance = Entropy(seed: seed)
        outdoors.surround(http)
    }

    /// Plays all lives of the server; answers how many deliveries it accepted.
    func play(in directory: String) async throws -> Int {
        for life in 0..<Self.lives {
            fault_disk_heal(disk)
            let start = state.withLock { $0.now }
            try await withApus(
                [], seed: seed &+ UInt64(life), directory: directory, start: start,
                fileSystem: String(cString: fault_disk_name(disk)), http: http
            ) { apus in
                outdoors.keepTime(by: apus.kernel.time)
                defer { outdoors.keepTime(by: nil) }
                try await audit(apus)
                if life == Self.lives - 1 { try await conclude(apus) } else { try await live(apus) }
                let now = apus.now
                state.withLock { $0.now = now }
            }
        }
        return state.withLock { $0.accepted.count }
    }

    private func below(_ bound: Int) -> Int { chance.integer(in: 0...(bound - 1)) }

    private static func url(_ endpoint: Int) -> String { "http://endpoint-\(endpoint)/" }

    private func live(_ apus: TestApus) async throws {
        let killStep = below(4) == 0 ? nil : below(10)
        for step in 0..<16 {
            // From some write on none succeeds: that is all that a killed server leaves.
            if step == killStep { fault_disk_fail_writes_after(disk, below(80)) }
            // What is refused by a store that takes no more was not accepted.
            do { try await self.step(apus) } catch let error where !(error is Difference) {}
            if apus.kernel.store.failure != nil { break }
        }
    }

    private func step(_ apus: TestApus) async throws {
        switch below(16) {
        case 0..<8:
            let endpoint = below(Self.endpointCount)
            let count = 1 + below(40)
            let numbers = state.withLock { state in
                state.count += count
                return (state.count - count)..<state.count
            }
            // The first one is paced, whatever its path.
            try await apus.send(numbers, pace: endpoint == 0 ? 3 : nil, retries: 1_000_000) { number in
                Self.url(endpoint) + (endpoint == 0 ? "\(number)" : "")
            }
            state.withLock { $0.accepted.formUnion(numbers) }
        case 8..<11: await apus.advance(by: .milliseconds([1, 500, 5000, 20_000, 60_000][below(5)]))
        case 11..<14:
            outdoors.behave(Self.url(below(Self.endpointCount)), [.answers, .refuses, .hangs][below(3)])
        default:
            await apus.settle()
            try await audit(apus)
        }
    }

    private func audit(_ apus: TestApus) async throws {
        let stranded = try await apus.strandedLanes()
        guard stranded.isEmpty else { throw Difference(description: "stranded: \(stranded)") }
    }

    private func conclude(_ apus: TestApus) async throws {
        outdoors.heal()
        await apus.advance(by: .seconds(7200))
        try await audit(apus)
        let left = try await apus.waitingCount()
        guard left == 0 else { throw Difference(description: "\(left) are left") }
        let missing = state.withLock { $0.accepted }.subtracting(outdoors.bodies("").compactMap(Int.init))
        guard missing.isEmpty else { throw Difference(description: "lost: \(missing.sorted())") }
    }
}

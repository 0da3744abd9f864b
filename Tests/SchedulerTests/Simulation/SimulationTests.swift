import ApusTesting
import Foundation
import Kernel
import SQS
import Scheduler
import Testing

/// Random histories against the model. `APUS_SEED=n` replays one seed, `APUS_SEEDS=n` plays that many.
@Suite struct SimulationTests {
    private static var seeds: [UInt64] {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["APUS_SEED"].flatMap(UInt64.init) { return [seed] }
        return Array(1...(environment["APUS_SEEDS"].flatMap(UInt64.init) ?? 100))
    }

    @Test func historiesInMemoryAgreeWithTheModel() async throws {
        for seed in Self.seeds {
            try await withApus([.sqs, .scheduler], seed: seed) { apus in
                let simulation = SchedulerSimulation(seed: seed)
                try await simulation.prepare(apus)
                try await simulation.play(40, on: apus)
            }
        }
    }

    @Test func historiesWithTheServerAwayAgreeWithTheModel() async throws {
        for seed in Self.seeds.prefix(12) {
            let directory = FileManager.default.temporaryDirectory
                .appendingPathComponent("apus-scheduler-\(UUID().uuidString)").path
            let simulation = SchedulerSimulation(seed: seed)
            for part in 0..<5 {
                try await withApus(
                    [.sqs, .scheduler], seed: seed &+ UInt64(part), directory: directory,
                    start: simulation.now
                ) { apus in
                    if part == 0 { try await simulation.prepare(apus) }
                    try await simulation.play(15, on: apus)
                }
                simulation.goAway()
            }
            try FileManager.default.removeItem(atPath: directory)
        }
    }
}

import ApusTesting
import Foundation
import Kernel
import SQS
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
            try await withApus([.sqs], seed: seed) { apus in
                try await SQSSimulation(seed: seed).play(250, on: apus)
            }
        }
    }

    @Test func historiesAcrossRestartsAgreeWithTheModel() async throws {
        for seed in Self.seeds.prefix(8) {
            let directory = FileManager.default.temporaryDirectory.appendingPathComponent("apus-sqs-\(UUID().uuidString)").path
            let simulation = SQSSimulation(seed: seed)
            for part in 0..<4 {
                try await withApus(
                    [.sqs], seed: seed &+ UInt64(part), directory: directory, start: simulation.now
                ) { apus in
                    try await simulation.play(40, on: apus)
                }
            }
            try FileManager.default.removeItem(atPath: directory)
        }
    }
}

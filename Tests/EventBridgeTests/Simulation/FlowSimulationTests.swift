import CFaultDisk
import Foundation
import Testing

/// Random histories with faults at every boundary. `APUS_SEED=n` replays one seed, `APUS_SEEDS=n` plays that
/// many.
@Suite(.serialized) struct FlowSimulationTests {
    private static var seeds: [UInt64] {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["APUS_SEED"].flatMap(UInt64.init) { return [seed] }
        return Array(1...(environment["APUS_SEEDS"].flatMap(UInt64.init) ?? 20))
    }

    @Test func noAcceptedEventIsLostOrDoubledWhateverFails() async throws {
        let disk = fault_disk_make()
        try #require(disk >= 0)
        var accepted = 0
        for seed in Self.seeds {
            let directory = FileManager.default.temporaryDirectory
                .appendingPathComponent("apus-flow-\(UUID().uuidString)").path
            let simulation = FlowSimulation(seed: seed, disk: disk)
            do {
                try await simulation.play(lives: 6, in: directory)
            } catch {
                fault_disk_heal(disk)
                Issue.record("seed \(seed): \(error)\nThe last steps:\n\(simulation.history)")
            }
            fault_disk_heal(disk)
            accepted += simulation.ledger.acceptedCount
            try FileManager.default.removeItem(atPath: directory)
        }
        #expect(accepted > 20 * Self.seeds.count)
    }
}

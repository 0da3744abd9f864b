import ApusTesting
import Foundation
import Testing

/// Random histories against the model. `APUS_SEED=n` replays one seed, `APUS_SEEDS=n` plays that many.
@Suite struct DynamoDBSimulationTests {
    static let seeds: [UInt64] = {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["APUS_SEED"].flatMap(UInt64.init) { return [seed] }
        return Array(1...(environment["APUS_SEEDS"].flatMap(UInt64.init) ?? 12))
    }()

    @Test(arguments: seeds) func theTableAgreesWithItsModel(_ seed: UInt64) async throws {
        try await withDynamoDB { apus in
            var simulation = DynamoDBSimulation(apus, seed: seed)
            try await simulation.run(steps: 150)
        }
    }
}

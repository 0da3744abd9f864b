import ApusTesting
import EventBridge
import Kernel
import SQS
import Store
import Testing
import Wire

/// Events that wait for their way to targets.
@Suite struct FanOutTests {
    private func transactions(_ apus: TestApus) -> Int {
        apus.kernel.store.statistics.slowest.first { $0.label == "events.fanout" }?.closures ?? 0
    }

    /// Puts some events, each for so many targets that nobody waits for their deliveries.
    private func put(_ count: Int, _ apus: TestApus) async throws {
        let entries = (0..<count).map { number -> JSON in
            ["Source": "shop", "DetailType": "order", "Detail": .string("{\"n\":\(number)}")]
        }
        try await apus.invoke("events:PutEvents", ["Entries": .array(entries)])
    }

    @Test func eventsThatWaitAreSentTogether() async throws {
        try await withBuses { apus in
            try await apus.queue("q")
            for number in 0..<8 { try await apus.rule("r\(number)", to: TestApus.arn("sqs", "q")) }
            let before = transactions(apus)
            try await put(10, apus)
            let events = try await apus.events("q")
            // Eighty deliveries at 64 a transaction, in the order of the events.
            #expect(transactions(apus) - before == 2)
            #expect(events.map { $0["detail"]?["n"]?.integer } == (0..<80).map { $0 / 8 })
        }
    }

    @Test func anEventWithManyTargetsGoesPieceByPiece() async throws {
        try await withBuses { apus in
            try await apus.queue("q")
            for number in 0..<70 { try await apus.rule("r\(number)", to: TestApus.arn("sqs", "q")) }
            let before = transactions(apus)
            try await put(3, apus)
            let events = try await apus.events("q")
            #expect(transactions(apus) - before == 4)
            #expect(events.map { $0["detail"]?["n"]?.integer } == (0..<210).map { $0 / 70 })
        }
    }

    @Test func eventsOfABusThatIsGoneKeepNothingUp() async throws {
        try await withBuses { apus in
            try await apus.queue("q")
            try await apus.invoke("events:CreateEventBus", ["Name": "b"])
            try await apus.rule("on", to: TestApus.arn("events", "event-bus/b"))
            for number in 0..<4 { try await apus.rule("r\(number)", to: TestApus.arn("sqs", "q")) }
            try await put(10, apus)
            try await apus.invoke("events:DeleteEventBus", ["Name": "b"])
            #expect(try await apus.events("q").count == 40)
            try await put(10, apus)
            #expect(try await apus.events("q").count == 40)
        }
    }
}

import ApusTesting
import Foundation
import Store
import Testing
import Wire

@testable import Kernel

@Suite struct CourierTests {
    private let outdoors = Outdoors()

    private func world(_ body: (TestApus) async throws -> Void) async throws {
        try await withApus([]) { apus in
            outdoors.surround(apus)
            try await body(apus)
        }
    }

    @Test func anEndpointThatNeverAnswersDelaysNoOther() async throws {
        try await world { apus in
            outdoors.behave("http://dead", .hangs)
            try await apus.send(0..<2000) { _ in "http://dead/hook" }
            await apus.settle()
            try await apus.send(0..<50) { _ in "http://well/hook" }
            await apus.settle()
            #expect(outdoors.bodies("http://well").count == 50)
            #expect(outdoors.arrivals("http://well").allSatisfy { $0.at == TestApus.start })
            #expect(outdoors.mostUnderWay("http://dead/hook") == Flights.widthMin)
            // Each is given up after its second attempt; the last ones wait for theirs.
            await apus.advance(by: .seconds(2000 * 2 * 15 / Int64(Flights.widthMin) + 60))
            #expect(try await apus.waitingCount() == 0)
            #expect(outdoors.mostUnderWay("http://dead/hook") == Flights.widthMin)
        }
    }

    @Test func aHundredEndpointsThatNeverAnswerDelayNoOther() async throws {
        try await world { apus in
            outdoors.behave("http://dead", .hangs)
            try await apus.send(0..<2000) { "http://dead/\($0 % 100)" }
            await apus.settle()
            try await apus.send(0..<50) { _ in "http://well/hook" }
            await apus.settle()
            #expect(outdoors.bodies("http://well").count == 50)
            outdoors.heal()
            await apus.advance(by: .seconds(60))
            #expect(Set(outdoors.arrivals("http://dead").map { "\($0.url) \($0.body)" }).count == 2000)
            #expect(try await apus.waitingCount() == 0)
        }
    }

    @Test func anEndpointThatTakesOneASecondDelaysNoOther() async throws {
        try await world { apus in
            // Each has a URL of its own, as the API destinations with a path of the event's have.
            try await apus.send(0..<600, pace: 1) { "http://paced/\($0)" }
            await apus.settle()
            try await apus.send(0..<50) { _ in "http://well/hook" }
            await apus.settle()
            #expect(outdoors.arrivals("http://well").count == 50)
            await apus.advance(by: .seconds(700))
            let paced = outdoors.arrivals("http://paced")
            #expect(paced.map(\.body) == (0..<600).map(String.init))
            #expect(paced.map { ($0.at - TestApus.start).milliseconds } == (0..<600).map { $0 * 1000 })
            #expect(try await apus.waitingCount() == 0)
        }
    }

    @Test func anEndpointThatHasAnsweredWellGetsMoreAtOnce() async throws {
        try await world { apus in
            try await apus.send(0..<1) { _ in "http://well/hook" }
            await apus.settle()
            outdoors.behave("http://well", .hangs)
            try await apus.send(1..<100, retries: 10) { _ in "http://well/hook" }
            await apus.settle()
            #expect(outdoors.mostUnderWay("http://well/hook") == Flights.widthMax)
            outdoors.heal()
            await apus.advance(by: .seconds(60))
            #expect(Set(outdoors.bodies("http://well")).count == 100)
        }
    }

    @Test func theOldestOfAnEndpointLeaveFirst() async throws {
        try await world { apus in
            outdoors.behave("http://dead", .refuses)
            try await apus.send(0..<100, retries: 10) { _ in "http://dead/hook" }
            await apus.settle()
            outdoors.behave("http://dead", .hangs)
            // All are due again and cannot all leave; later ones came meanwhile.
            await apus.advance(by: .seconds(20))
            try await apus.send(100..<200, retries: 10) { _ in "http://dead/hook" }
            outdoors.heal()
            await apus.advance(by: .seconds(15))
            let taken = outdoors.bodies("http://dead").compactMap(Int.init)
            let first = Flights.widthMin..<100
            #expect(Set(taken.prefix(first.count)) == Set(first))
        }
    }

    @Test func aRowThatIsParkedMovesUpWhenTheOneInFrontIsGivenUp() async throws {
        try await world { apus in
            outdoors.behave("http://dead", .refuses)
            try await apus.send(0..<300, retries: 0) { _ in "http://dead/hook" }
            await apus.settle()
            #expect(try await apus.waitingCount() == 0)
        }
    }

    @Test func whatWaitsForARetryKeepsNobodyBack() async throws {
        try await world { apus in
            outdoors.behave("http://well/hook?poison", .refuses)
            try await apus.send(0..<100, retries: 1000) { _ in "http://well/hook?poison" }
            await apus.settle()
            try await apus.send(100..<200) { _ in "http://well/hook?good" }
            await apus.settle()
            #expect(outdoors.bodies("http://well").count == 100)
        }
    }

    @Test func aWaitingDeliveryIsParkedOnlyBehindOneThatWillEnd() async throws {
        try await world { apus in
            outdoors.behave("http://dead", .hangs)
            try await apus.send(0..<200) { _ in "http://dead/hook" }
            await apus.settle()
            let parked = try await apus.kernel.store.read { tx in
                try tx.value(
                    "SELECT COUNT(*) FROM kernel_outbox WHERE due_at = \(Instant.distantFuture)",
                    as: Int.self)
            }
            #expect(parked == 200 - Flights.widthMin)
            #expect(try await apus.strandedLanes() == [])
        }
    }

    @Test func nothingThatTheOutboxIsAskedScansIt() async throws {
        try await world { apus in
            outdoors.behave("http://dead", .hangs)
            try await apus.send(0..<100) { _ in "http://dead/hook" }
            await apus.advance(by: .seconds(100))
            outdoors.heal()
            await apus.advance(by: .seconds(100))
            let scanning = try apus.kernel.store.scanningStatements()
            #expect(scanning.filter { $0.contains("kernel_outbox") } == [])
        }
    }

    @Test func endpointsAreToldApartByWhatFailsAsOne() {
        func lane(_ target: String, _ parameters: JSON = [:], source: String = "s") -> String? {
            Delivery(
                id: "1", target: target, action: "a", payload: [], parameters: parameters, source: source,
                trace: ""
            ).lane
        }
        #expect(lane("http://a/b?c=1") == lane("http://a/b?c=2"))
        #expect(lane("http://a/b") != lane("http://a/c"))
        let pace: JSON = ["RatePerSecond": 5, "RateKey": "k"]
        #expect(lane("http://a/b", pace) == lane("http://a/c", pace))
        #expect(lane("mailto:a@example.com") == lane("mailto:b@example.com"))
        let call = Delivery.target(calling: "sqs:SendMessage")
        #expect(lane(call, source: "a") != lane(call, source: "b"))
        #expect(lane("arn:aws:sqs:eu-central-1:000000000000:q") == nil)
    }
}

import BrokerFunctions
import MeterBroker
import Synchronization
import Testing
import Wire

/// A receiver that was away, comes back, and finds the senders at work.
@Suite struct CatchUpTests {
    private static let meters = ["1700000000014", "1700000000023", "1700000000032"]

    @Test func aReceiverThatIsBackIsAmongTheOthersAgainWhileMessagesKeepComing() async throws {
        try await withBroker { play in
            for meter in Self.meters { try await play.register(meter: meter) }
            play.stage.answer(url(Play.other), .unreachable("connection refused"))
            for number in 1...12 {
                _ = try await play.ingest(reading("before-\(number)", meter: Self.meters[number % 3]))
            }
            try await play.deliver()
            #expect(try await play.lane(Play.other) == "draining")
            play.stage.answer(url(Play.other), nil)

            // With every message that the receiver gets, the senders send another, which other workers deliver.
            let workers = [play.makeWorker(), play.makeWorker()]
            let sent = Mutex(0)
            let failures = Mutex<[String]>([])
            play.stage.state.withLock {
                $0.meanwhile = { receiver in
                    let number = sent.withLock { count in
                        guard receiver == Play.other, count < 30 else { return Int?.none }
                        count += 1
                        return count
                    }
                    guard let number else { return }
                    do {
                        play.stage.advance(milliseconds: 100)
                        _ = try await play.ingest(
                            reading("meanwhile-\(number)", meter: Self.meters[number % 3]))
                        try await play.deliver(by: workers[number % 2])
                    } catch {
                        failures.withLock { $0.append("\(error)") }
                    }
                }
            }
            try await play.catchUp(seconds: 60)
            play.stage.state.withLock { $0.meanwhile = nil }
            #expect(failures.withLock { $0 } == [])
            try await play.deliver()
            try await play.catchUp(seconds: 10)
            #expect(try await play.lane(Play.other) == "shared")
            let row = try await play.row(Play.other)
            #expect(row.pending == 0 && row.accepted == row.delivered && row.accepted == 42)
            #expect(Set(play.stage.posts(to: Play.other).map(\.transactionID)).count == row.accepted)
        }
    }

    @Test func aDeliveryThatKnewOfNoReturnTakesNobodyFromTheOthersAgain() async throws {
        try await withBroker { play in
            let late = play.makeWorker()
            play.stage.answer(url(Play.other), .unreachable("connection refused"))
            _ = try await play.ingest(reading("first"))
            try await play.deliver()
            _ = try await play.ingest(reading("second"))
            try await play.deliver(by: late)
            play.stage.answer(url(Play.other), nil)
            try await play.catchUp(seconds: 1)
            #expect(try await play.row(Play.other) == Tally(accepted: 2, delivered: 2))
            // This worker still holds the receiver for one that is away.
            _ = try await play.ingest(reading("third"))
            try await play.deliver(by: late)
            #expect(try await play.row(Play.other) == Tally(accepted: 3, delivered: 2, pending: 1))
            #expect(try await play.lane(Play.other) == "rejoining")
            play.stage.advance(seconds: 3)
            _ = try await play.ingest(reading("fourth"))
            try await play.deliver()
            #expect(play.stage.posts(to: Play.other).count == 3, "new messages go to it at once")
            try await play.catchUp(seconds: 10)
            #expect(try await play.row(Play.other) == Tally(accepted: 4, delivered: 4))
            #expect(try await play.lane(Play.other) == "shared")
        }
    }

    @Test func messagesOfOneMeterPointKeepTheirOrderAndWaitForTheirRetriesOthersDoNot() async throws {
        try await withBroker { play in
            for meter in Self.meters { try await play.register(meter: meter) }
            play.stage.answer(url(Play.other), .unreachable("connection refused"))
            for number in 1...12 {
                _ = try await play.ingest(reading("r\(number)", meter: Self.meters[number % 3]))
                play.stage.advance(seconds: 1)
            }
            try await play.deliver()
            play.stage.answer(url(Play.other), nil)
            // The first message of the second meter point is refused twice.
            let refusals = Mutex(0)
            play.stage.state.withLock {
                $0.judge = { receiver, id in
                    guard receiver == Play.other, id.hasSuffix("0001") else { return nil }
                    return refusals.withLock { count in
                        count += 1
                        return count <= 2 ? .refused(status: 500) : nil
                    }
                }
            }
            try await play.catchUp(seconds: 60)
            let numbers = play.stage.posts(to: Play.other).compactMap { Int($0.transactionID.suffix(4)) }
            #expect(numbers.count == 12)
            for remainder in 0...2 {
                let line = numbers.filter { $0 % 3 == remainder }
                #expect(line == line.sorted())
            }
            #expect(Set(numbers.suffix(4)) == [1, 4, 7, 10], "the others went on meanwhile")
        }
    }

    @Test func aMessageThatIsRefusedTakesItsReceiverFromNobody() async throws {
        try await withBroker { play in
            for meter in Self.meters { try await play.register(meter: meter) }
            play.stage.state.withLock {
                $0.judge = { $0 == Play.other && $1.hasSuffix("0002") ? .refused(status: 500) : nil }
            }
            for number in 1...4 {
                _ = try await play.ingest(reading("r\(number)", meter: Self.meters[number % 3]))
            }
            try await play.deliver()
            #expect(play.stage.posts(to: Play.other).count == 3)
            for number in 5...8 {
                _ = try await play.ingest(reading("r\(number)", meter: Self.meters[number % 3]))
            }
            try await play.deliver()
            #expect(
                play.stage.posts(to: Play.other).count == 7,
                "new messages do not wait for the retries of another")
            try await play.catchUp(seconds: 60)
            #expect(try await play.row(Play.other) == Tally(accepted: 8, delivered: 7, dead: 1))
            #expect(try await play.lane(Play.other) == "shared")
        }
    }

    @Test func aReceiverThatAsksForAPauseGetsIt() async throws {
        try await withBroker { play in
            let asked = Mutex(0)
            play.stage.state.withLock {
                $0.judge = { receiver, _ in
                    guard receiver == Play.other else { return nil }
                    return asked.withLock { count in
                        count += 1
                        return count <= 3 ? .postponed(seconds: 120) : nil
                    }
                }
            }
            for number in 1...3 { _ = try await play.ingest(reading("r\(number)")) }
            try await play.deliver()
            let start = play.stage.now.milliseconds
            try await play.catchUp(seconds: 300)
            let first = play.stage.posts(to: Play.other).map(\.at).min() ?? 0
            #expect(first - start >= 120_000)
            #expect(try await play.row(Play.other) == Tally(accepted: 3, delivered: 3))
        }
    }
}

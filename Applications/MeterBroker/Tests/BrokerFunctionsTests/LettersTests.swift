import BrokerFunctions
import MeterBroker
import Synchronization
import Testing
import Wire

/// The letters on the dead-letter queue and the deliveries that are dead, after crashes between the two.
@Suite struct LettersTests {
    /// Messages that the receiver refused until they were given up.
    private func die(_ play: Play, _ numbers: ClosedRange<Int>) async throws {
        play.stage.answer(url(Play.other), .refused(status: 500))
        for number in numbers { _ = try await play.ingest(reading("r\(number)")) }
        try await play.deliver()
        try await play.catchUp(seconds: 20_000)
    }

    private func letters(_ play: Play) -> [String] {
        play.stage.state.withLock { $0.letters.compactMap { $0.letter.json["deliveryID"]?.string }.sorted() }
    }

    private func dead(_ play: Play) async throws -> [String] {
        let rows = try await play.call(.deadLetters, "GET").body["deadLetters"]?.array ?? []
        return rows.compactMap { $0["deliveryID"]?.string }.sorted()
    }

    private func sweep(_ play: Play) async throws {
        play.stage.advance(seconds: 61)
        _ = try await Handler.sweep.handle([:], play.broker)
    }

    @Test func lettersThatACutOffRedriveLeftGoWithTheNextSweep() async throws {
        try await withBroker { play in
            try await die(play, 1...5)
            #expect(letters(play).count == 5)
            #expect(try await dead(play) == letters(play))
            // It makes them wait again, and ends before it takes the first letter off.
            play.stage.state.withLock { $0.isQueueDown = true }
            let ids = try await dead(play).prefix(3)
            let some: JSON = [
                "participant": .string(Play.other), "deliveryIDs": .array(ids.map(JSON.string)),
            ]
            #expect(try await play.call(.deadLetters, proxy: "redrive", some).status == 500)
            play.stage.state.withLock { $0.isQueueDown = false }
            #expect(try await dead(play).count == 2)
            #expect(letters(play).count == 5)
            try await sweep(play)
            #expect(try await dead(play) == letters(play))
            try await sweep(play)
            #expect(try await dead(play) == letters(play))
            #expect(letters(play).count == 2)
        }
    }

    @Test func aMessageThatDiesAgainAfterItsRedriveHasOneLetter() async throws {
        try await withBroker { play in
            try await die(play, 1...3)
            play.stage.state.withLock { $0.isQueueDown = true }
            #expect(try await play.call(.deadLetters, proxy: "redrive", [:]).status == 500)
            play.stage.state.withLock { $0.isQueueDown = false }
            try await play.catchUp(seconds: 20_000)
            #expect(letters(play).count == 6, "the old ones are there still")
            try await sweep(play)
            #expect(letters(play).count == 3)
            #expect(try await dead(play) == letters(play))
            let attempts = play.stage.state.withLock {
                $0.letters.map { $0.letter.json["attempts"]?.integer ?? 0 }
            }
            #expect(attempts.allSatisfy { $0 == 6 })
        }
    }

    @Test func aDeathThatWasToldTwiceHasOneLetter() async throws {
        try await withBroker { play in
            play.stage.answer(url(Play.other), .refused(status: 500))
            _ = try await play.ingest(reading("r"))
            try await play.deliver()
            try await play.catchUp(seconds: 2)
            // It ends between the letter and the note of the death.
            play.fuse.transactionsLeft.withLock { $0 = 0 }
            let wake = play.stage.state.withLock { $0.wakes.removeFirst() }
            play.stage.advance(seconds: 60)
            let record: JSON = [
                "messageId": "w", "body": .string(JSON.object(["receiver": .string(wake.receiver)]).text),
            ]
            _ = try await Handler.catchUp.handle(["Records": [record]], play.broker)
            #expect(letters(play).count == 1)
            #expect(try await dead(play).isEmpty)
            play.fuse.transactionsLeft.withLock { $0 = nil }
            try await sweep(play)
            #expect(letters(play).count == 1, "it may be a death that is about to be noted")
            _ = try await Handler.catchUp.handle(["Records": [record]], play.broker)
            #expect(letters(play).count == 2)
            try await sweep(play)
            #expect(letters(play).count == 1)
            #expect(try await dead(play) == letters(play))
        }
    }

    @Test func deadMessagesAreListedPageByPage() async throws {
        try await withBroker { play in
            try await die(play, 1...5)
            var (found, after) = ([String](), String?.none)
            repeat {
                var query: JSONObject = ["participant": .string(Play.other), "limit": "2"]
                query["after"] = after.map(JSON.string)
                let page = try await play.call(.deadLetters, "GET", query: .object(query)).body
                found += page["deadLetters"]?.array?.compactMap { $0["deliveryID"]?.string } ?? []
                after = page["continueAfter"]?.string
            } while after != nil && found.count < 10
            #expect(found == letters(play))
        }
    }

    @Test func whatIsNoLetterOfTheBrokerStaysOnTheQueue() async throws {
        try await withBroker { play in
            try await die(play, 1...1)
            play.stage.state.withLock {
                $0.letters.append((Letter(id: "strange", handle: "strange", json: .null), 0))
            }
            play.stage.answer(url(Play.other), nil)
            #expect(
                try await play.call(.deadLetters, proxy: "redrive", [:]).body == [
                    "redriven": 1, "letters": 1,
                ])
            #expect(play.stage.state.withLock { $0.letters.map(\.letter.id) } == ["strange"])
        }
    }
}

import BrokerFunctions
import MeterBroker
import Synchronization
import Testing
import Wire

@Suite struct DeliveryTests {
    @Test func aMessageGoesToEveryRegisteredReceiverOnce() async throws {
        try await withBroker { play in
            _ = try await play.ingest(reading("r"))
            let event = play.stage.state.withLock { $0.published }
            try await play.deliver()
            #expect(Set(play.stage.posts().map(\.receiver)) == [Play.quick, Play.other])
            let body = try JSON(parsing: play.stage.posts()[0].body)
            #expect(body["D0"]?["transactionID"] == "1000000001-000000000001")
            #expect(body["D0"]?["replayIndicator"] == false)
            play.stage.state.withLock { $0.published = event }
            try await play.deliver()
            #expect(play.stage.posts().count == 2, "the event came twice")
            #expect(try await play.row(Play.quick) == Tally(accepted: 1, delivered: 1))
            #expect(try await play.row(Play.puller) == Tally(accepted: 1, pending: 1))
        }
    }

    @Test func whatIsNoEventComesAgainAlone() async throws {
        try await withBroker { play in
            let records: JSON = [["messageId": "x", "body": "poison"], ["messageId": "y", "body": "{}"]]
            let answer = try await Handler.delivery.handle(["Records": records], play.broker)
            #expect(answer == ["batchItemFailures": [["itemIdentifier": "x"], ["itemIdentifier": "y"]]])
        }
    }

    @Test func afterItsRetriesAMessageIsDeadAndCanBeRedriven() async throws {
        try await withBroker { play in
            play.stage.answer(url(Play.other), .refused(status: 500))
            _ = try await play.ingest(reading("r"))
            try await play.deliver()
            #expect(try await play.row(Play.other) == Tally(accepted: 1, pending: 1))
            try await play.catchUp(seconds: 30)
            #expect(try await play.row(Play.other) == Tally(accepted: 1, dead: 1))
            let letters = try await play.call(.deadLetters, "GET").body["deadLetters"]?.array ?? []
            #expect(letters.count == 1)
            #expect(letters[0]["reason"] == "the receiver answered 500, at the last of 3 attempts")
            #expect(play.stage.state.withLock { $0.letters.count } == 1)

            play.stage.answer(url(Play.other), nil)
            let id = letters[0]["deliveryID"] ?? .null
            let one: JSON = ["participant": .string(Play.other), "deliveryIDs": [id]]
            let answer = try await play.call(.deadLetters, proxy: "redrive", one)
            #expect(answer.body == ["redriven": 1, "letters": 1])
            try await play.catchUp(seconds: 30)
            #expect(try await play.row(Play.other) == Tally(accepted: 1, delivered: 1))
            #expect(play.stage.posts(to: Play.other).count == 1)
        }
    }

    @Test func allDeadLettersAreRedrivenAtOnce() async throws {
        try await withBroker { play in
            play.stage.answer(url(Play.other), .refused(status: 400))
            for number in 1...25 { _ = try await play.ingest(reading("r\(number)")) }
            try await play.deliver()
            try await play.catchUp(seconds: 40_000)
            #expect(try await play.row(Play.other) == Tally(accepted: 25, dead: 25))
            play.stage.answer(url(Play.other), nil)
            #expect(try await play.call(.deadLetters, proxy: "redrive", [:]).body["redriven"] == 25)
            try await play.catchUp(seconds: 60)
            #expect(try await play.row(Play.other) == Tally(accepted: 25, delivered: 25))
        }
    }

    @Test func aReceiverAwayFor72HoursCatchesUpInOrderAndHoldsNobodyBack() async throws {
        try await withBroker { play in
            play.stage.answer(url(Play.other), .unreachable("connection refused"))
            for number in 1...20 {
                _ = try await play.ingest(reading("r\(number)"))
                try await play.deliver()
            }
            #expect(play.stage.posts(to: Play.quick).count == 20)
            try await play.catchUp(seconds: 72 * 3600)
            #expect(try await play.row(Play.other) == Tally(accepted: 20, pending: 20))
            #expect(play.stage.posts(to: Play.other).isEmpty)
            play.stage.answer(url(Play.other), nil)
            try await play.catchUp(seconds: 1000)
            let ids = play.stage.posts(to: Play.other).map(\.transactionID)
            #expect(Set(ids).count == 20)
            #expect(ids.count == 20)
            #expect(try await play.row(Play.other) == Tally(accepted: 20, delivered: 20))
            _ = try await play.ingest(reading("after"))
            try await play.deliver()
            #expect(play.stage.posts(to: Play.other).count == 21, "the receiver is back among the others")
        }
    }

    @Test func aSlowReceiverIsServedBesideTheOthers() async throws {
        try await withBroker { play in
            play.stage.state.withLock { $0.times[url(Play.other)] = 900 }
            for number in 1...4 {
                _ = try await play.ingest(reading("\(number)"))
                try await play.deliver()
            }
            #expect(play.stage.posts(to: Play.quick).count == 4)
            #expect(play.stage.posts(to: Play.other).count == 3)
            try await play.catchUp(seconds: 5)
            #expect(play.stage.posts(to: Play.other).count == 4)
            #expect(try await play.row(Play.other) == Tally(accepted: 4, delivered: 4))
        }
    }

    @Test func aReceiverThatIsSlowNowAndThenStaysWithTheOthers() async throws {
        try await withBroker { play in
            for number in 1...9 {
                play.stage.state.withLock { $0.times[url(Play.other)] = number % 3 == 0 ? 1 : 900 }
                _ = try await play.ingest(reading("\(number)"))
                try await play.deliver()
            }
            #expect(play.stage.posts(to: Play.other).count == 9)
        }
    }

    @Test func whenNobodyIsQuickNobodyLeavesTheOthers() async throws {
        try await withBroker { play in
            play.stage.state.withLock { state in
                for id in [Play.quick, Play.other] { state.times[url(id)] = 900 }
            }
            for number in 1...6 {
                _ = try await play.ingest(reading("\(number)"))
                try await play.deliver()
            }
            #expect(play.stage.posts(to: Play.other).count == 6)
            #expect(play.stage.posts(to: Play.quick).count == 6)
        }
    }

    @Test func aSmallBodyComesWithItsEventAndALargeOneFromTheArchive() async throws {
        try await withBroker { play in
            _ = try await play.ingest(reading("small"))
            play.stage.state.withLock { $0.bodies = [:] }
            try await play.deliver()
            let post = play.stage.posts(to: Play.quick).first?.body ?? ""
            #expect(post.hasPrefix(String(reading("small").text.dropLast())))
            _ = try await play.ingest(reading("large", kilobytes: 2))
            try await play.deliver()
            #expect(play.stage.posts(to: Play.quick).count == 2)
        }
    }

    @Test func onePoisonMessageDoesNotStopTheRest() async throws {
        try await withBroker { play in
            play.stage.answer(url(Play.other), .refused(status: 500))
            _ = try await play.ingest(reading("poison"))
            try await play.deliver()
            play.stage.answer(url(Play.other), nil)
            for number in 1...3 { _ = try await play.ingest(reading("r\(number)")) }
            try await play.deliver()
            try await play.catchUp(seconds: 10)
            #expect(try await play.row(Play.other) == Tally(accepted: 4, delivered: 4))
        }
    }

    @Test func aForgottenReceiverIsWokenByTheSweep() async throws {
        try await withBroker { play in
            play.stage.answer(url(Play.other), .timedOut)
            _ = try await play.ingest(reading("r"))
            try await play.deliver()
            play.stage.state.withLock { $0.wakes = [] }
            play.stage.answer(url(Play.other), nil)
            play.stage.advance(seconds: 120)
            _ = try await Handler.sweep.handle([:], play.broker)
            try await play.catchUp(seconds: 5)
            #expect(play.stage.posts(to: Play.other).count == 1)
        }
    }
}

@Suite struct ReceiverTests {
    @Test func aReceiverPullsInOrderAndAcknowledges() async throws {
        try await withBroker { play in
            for number in 1...5 {
                _ = try await play.ingest(reading("r\(number)"))
                play.stage.advance(seconds: 1)
            }
            try await play.deliver()
            play.stage.advance(seconds: 72 * 3600)
            let first = try await play.call(
                .pull, "GET", key: "key-4", proxy: Play.puller, query: ["limit": "3"])
            let messages = first.body["messages"]?.array ?? []
            #expect(
                messages.compactMap { $0["transactionID"]?.string.map { String($0.suffix(1)) } } == [
                    "1", "2", "3",
                ])
            #expect(messages[0]["body"]?.string?.contains("\"D0\"") == true)
            let ids = JSON.object(["deliveryIDs": .array(messages.compactMap { $0["deliveryID"] })])
            let done = try await play.call(.pull, key: "key-4", proxy: "\(Play.puller)/acknowledge", ids)
            #expect(done.body["acknowledged"] == 3)
            let again = try await play.call(.pull, key: "key-4", proxy: "\(Play.puller)/acknowledge", ids)
            #expect(again.body["acknowledged"] == 0)
            let rest = try await play.call(.pull, "GET", key: "key-4", proxy: Play.puller)
            #expect(rest.body["messages"]?.array?.count == 2)
        }
    }

    @Test func nobodyPullsWhatIsAnothers() async throws {
        try await withBroker { (play: Play) async throws in
            #expect(try await play.call(.pull, "GET", key: "key-2", proxy: Play.puller).status == 403)
            #expect(
                try await play.call(.operator, "GET", key: "key-2", proxy: "reconciliation").status == 403)
            #expect(try await play.call(.deadLetters, "GET", key: "key-1").status == 403)
        }
    }

    @Test func aMessageIsSentAgainAsAReplayOfItself() async throws {
        try await withBroker { play in
            let id = try await play.ingest(reading("r")).body["transactionID"] ?? .null
            try await play.deliver()
            let ask: JSON = ["transactionID": id, "receiver": .string(Play.quick)]
            #expect(try await play.call(.resend, key: "key-2", ask).body["resent"] == 1)
            try await play.catchUp(seconds: 5)
            let posts = play.stage.posts(to: Play.quick)
            #expect(posts.map(\.isReplay) == [false, true])
            #expect(posts[0].transactionID == posts[1].transactionID)
            #expect(try JSON(parsing: posts[1].body)["D0"]?["replayIndicator"] == true)
            #expect(
                try await play.row(Play.quick) == Tally(accepted: 1, delivered: 1),
                "a replay is counted apart")
            let hops = try await play.call(
                .operator, "GET", proxy: "messages/\(id.string ?? "")", query: ["withBody": "true"]
            ).body
            let copies = hops["deliveries"]?.array?.filter { $0["receiver"]?.string == Play.quick } ?? []
            #expect(copies.map { $0["replayIndicator"]?.bool } == [false, true])
            #expect(copies.map { $0["status"]?.string } == ["delivered", "delivered"])
            #expect(hops["body"]?.string == reading("r").text)
            #expect(try await play.call(.resend, key: "key-3", ask).status == 403)
        }
    }

    @Test func aRangeOfTimeIsSentAgain() async throws {
        try await withBroker { play in
            for number in 1...4 {
                _ = try await play.ingest(reading("r\(number)"))
                play.stage.advance(seconds: 60)
            }
            try await play.deliver()
            let ask: JSON = [
                "receiver": .string(Play.quick), "from": "2026-02-04T10:01:00Z", "to": "2026-02-04T10:02:30Z",
                "meter": .string(Play.meter),
            ]
            #expect(try await play.call(.resend, "POST", key: "key-op", ask).body["resent"] == 2)
            try await play.catchUp(seconds: 5)
            let replays = play.stage.posts(to: Play.quick).filter(\.isReplay).map(\.transactionID)
            #expect(replays.map { $0.suffix(1) }.sorted() == ["2", "3"])
        }
    }

    @Test func aChangeOfSupplierPartsTwoMessagesOfOneMeter() async throws {
        try await withBroker { play in
            let change: JSON = ["participant": .string(Play.puller), "role": "SUP", "from": "2026-02-04"]
            let answer = try await play.call(.operator, proxy: "meters/\(Play.meter)/appointments", change)
            #expect(answer.status == 200)
            _ = try await play.ingest(reading("late", date: "2026-02-03"))
            _ = try await play.ingest(reading("new", date: "2026-02-04"))
            try await play.deliver()
            #expect(play.stage.posts(to: Play.quick).map { $0.transactionID.suffix(1) } == ["1"])
        }
    }

    @Test func aCorrectionIsANewVersionAndThePastIsKept() async throws {
        try await withBroker { play in
            _ = try await play.ingest(reading("first", value: "1.000"))
            try await play.deliver()
            play.stage.advance(seconds: 3600)
            _ = try await play.ingest(reading("second", value: "2.000"))
            try await play.deliver()
            func held(_ query: JSON) async throws -> String? {
                let answer = try await play.call(
                    .operator, "GET", proxy: "readings/\(Play.meter)/2026-02-03", query: query)
                #expect(answer.body["versions"]?.array?.count == 2)
                return answer.body["held"]?.string.map { String($0.suffix(1)) }
            }
            #expect(try await held([:]) == "2")
            #expect(try await held(["asOf": "2026-02-04T10:30:00.000Z"]) == "1")
            #expect(try await held(["asOf": "2026-02-04T09:00:00.000Z"]) == nil)
            #expect(try await held(["receiver": .string(Play.quick)]) == "2")
            #expect(try await held(["receiver": .string(Play.puller)]) == nil, "it has not pulled yet")
        }
    }

    @Test func aMessageIsFollowedThroughEveryHop() async throws {
        try await withBroker { play in
            let id = try await play.ingest(reading("r")).body["transactionID"]?.string ?? ""
            let accepted = try await play.call(.operator, "GET", proxy: "messages/\(id)")
            #expect(accepted.body["state"] == "accepted")
            try await play.deliver()
            let routed = try await play.call(.operator, "GET", proxy: "messages/\(id)").body
            #expect(routed["state"] == "routed")
            #expect(routed["archive"]?["bytes"]?.integer == reading("r").utf8.count)
            let statuses = (routed["deliveries"]?.array ?? []).compactMap { $0["status"]?.string }
            #expect(statuses == ["delivered", "delivered", "pending"])
            #expect(
                try await play.call(.operator, "GET", proxy: "messages/1000000001-000000000099").status == 404
            )
        }
    }
}

import BrokerFunctions
import MeterBroker
import Synchronization
import Testing
import Wire

@Suite struct IngestTests {
    @Test func messagesOfASenderAreNumberedWithoutGaps() async throws {
        try await withBroker { play in
            for number in 1...3 {
                let answer = try await play.ingest(reading("r\(number)"))
                #expect(answer.status == 202)
                #expect(answer.body["transactionID"] == .string("1000000001-00000000000\(number)"))
            }
            #expect(play.stage.state.withLock { $0.bodies.count } == 3)
            #expect(play.stage.state.withLock { $0.published.count } == 3)
        }
    }

    @Test func manyAtATimeLeaveNoGapAndNoPair() async throws {
        try await withBroker { play in
            let ids = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 1...24 {
                    group.addTask { try await play.ingest(reading("r\(number)")).body["transactionID"]?.string ?? "" }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let sequences = ids.compactMap(TransactionID.init).map(\.sequence).sorted()
            #expect(sequences == Array(1...24))
        }
    }

    @Test func theSameReferenceGetsTheFirstAnswerAgain() async throws {
        try await withBroker { play in
            let first = try await play.ingest(reading("r"))
            play.stage.advance(seconds: 5)
            let second = try await play.ingest(reading("r", value: "9.000"))
            #expect(second.status == 202)
            #expect(second.body["transactionID"] == first.body["transactionID"])
            #expect(second.body["acceptedAt"] == first.body["acceptedAt"])
            #expect(second.body["duplicate"] == true)
            #expect(try await play.ingest(reading("s")).body["transactionID"] == "1000000001-000000000002")
        }
    }

    @Test func theSameReferenceTwiceAtOnceIsOneMessage() async throws {
        try await withBroker { play in
            async let a = play.ingest(reading("r"))
            async let b = play.ingest(reading("r"))
            let (first, second) = try await (a, b)
            #expect(first.body["transactionID"] == second.body["transactionID"])
            #expect(try await play.ingest(reading("s")).body["transactionID"] == "1000000001-000000000002")
        }
    }

    /// The function ends after it took the number and before the message is written under it.
    private func crash(_ play: Play, _ reference: String) async throws {
        play.fuse.transactionsLeft.withLock { $0 = 1 }
        #expect(try await play.ingest(reading(reference)).status == 503)
        play.fuse.transactionsLeft.withLock { $0 = nil }
    }

    @Test func aNumberTakenBeforeACrashIsThatOfTheRepeatedMessage() async throws {
        try await withBroker { play in
            try await crash(play, "r")
            #expect(try await play.ingest(reading("s")).body["transactionID"] == "1000000001-000000000002")
            let again = try await play.ingest(reading("r"))
            #expect(again.status == 202)
            #expect(again.body["transactionID"] == "1000000001-000000000001")
            #expect(try await play.ingest(reading("t")).body["transactionID"] == "1000000001-000000000003")
        }
    }

    @Test func aMessageWhoseSenderNeverRepeatsItIsCompletedByTheSweep() async throws {
        try await withBroker { play in
            try await crash(play, "r")
            _ = try await Handler.sweep.handle([:], play.broker)
            #expect(play.stage.state.withLock { $0.published.isEmpty }, "it is not old enough")
            play.stage.advance(seconds: 61)
            _ = try await Handler.sweep.handle([:], play.broker)
            try await play.deliver()
            #expect(play.stage.posts().map(\.transactionID) == Array(repeating: "1000000001-000000000001", count: 2))
            #expect(try await play.reconciliation()["unrouted"] == 0)
            #expect(try await play.ingest(reading("r")).body["duplicate"] == true)
        }
    }

    @Test func whatIsRefusedIsRecordedAndTakesNoNumber() async throws {
        try await withBroker { play in
            var hole = reading("hole").object ?? [:]
            hole["R0"] = reading("hole")["R0"]?.object.map { object in
                var series = object
                series["values"] = .array([1, nil])
                return .object(series)
            }
            let unknown = JSON(parsingOrNull: reading("u").text.replacing(Play.meter, with: "1900000000008"))
            let huge = JSON(parsingOrNull: reading("h").text.replacing("TEST", with: String(repeating: "x", count: 20_000)))
            let stranger = JSON(parsingOrNull: reading("x").text.replacing(Play.sender, with: "1999999999"))
            let cases: [(JSON, String, Int, String, String?)] = [
                (reading("a"), "key-2", 403, "WrongSender", "$.S1.senderDIPID"),
                (stranger, "key-1", 403, "WrongSender", "$.S1.senderDIPID"),
                (.object(hole), "key-1", 422, "Malformed", "$.R0.values[1]"),
                (huge, "key-1", 413, "TooLarge", nil),
                (["S1": [:]], "key-1", 422, "Malformed", "$.S1.senderDIPID"),
            ]
            for (message, key, status, code, path) in cases {
                let answer = try await play.ingest(message, key: key)
                #expect(answer.status == status)
                #expect(answer.body["code"] == .string(code))
                #expect(answer.body["path"]?.string == path)
            }
            if let meter = MeterPoint(core: "190000000000") {
                let message = JSON(parsingOrNull: unknown.text.replacing("1900000000008", with: meter.digits))
                #expect(try await play.ingest(message).status == 404)
            }
            let recorded = try await play.call(.operator, "GET", proxy: "refusals")
            let statuses = (recorded.body["refusals"]?.array ?? []).compactMap { $0["status"]?.integer }
            #expect(statuses.sorted() == [403, 403, 404, 413, 422, 422])
            #expect(try await play.ingest(reading("good")).body["transactionID"] == "1000000001-000000000001")
        }
    }

    /// A body of a size that is archived before a number is taken.
    private static let large = reading("large", kilobytes: 5)

    @Test func aLargeBodyIsArchivedOnceAndOnlyForAKnownMeter() async throws {
        try await withBroker { play in
            #expect(try await play.ingest(Self.large).body["transactionID"] == "1000000001-000000000001")
            #expect(try await play.ingest(Self.large).body["duplicate"] == true)
            if let meter = MeterPoint(core: "190000000000") {
                let stranger = Self.large.text.replacing(Play.meter, with: meter.digits).replacing("large", with: "other")
                #expect(try await play.ingest(JSON(parsingOrNull: stranger)).status == 404)
            }
            #expect(play.stage.state.withLock { $0.bodies.count } == 1)
            try await play.deliver()
            #expect(play.stage.posts().count == 2)
        }
    }

    @Test func whatIsRefusedLeavesNothingInTheArchive() async throws {
        try await withBroker { play in
            _ = try await play.ingest(reading("r"))
            _ = try await play.ingest(reading("r"))
            if let meter = MeterPoint(core: "190000000000") {
                let stranger = reading("s").text.replacing(Play.meter, with: meter.digits)
                #expect(try await play.ingest(JSON(parsingOrNull: stranger)).status == 404)
            }
            #expect(play.stage.state.withLock { $0.bodies.count } == 1)
        }
    }

    @Test func whatWasSentOnAPastDayIsKnownAfterItsCounterForgotIt() async throws {
        try await withBroker { play in
            for number in 1...3 { _ = try await play.ingest(reading("r\(number)")) }
            try await play.deliver()
            func sent() async throws -> Int? {
                let rows = try await play.reconciliation()["participants"]?.array ?? []
                return rows.first { $0["participant"]?.string == Play.sender }?["sent"]?.integer
            }
            #expect(try await sent() == 3)
            play.stage.advance(seconds: 86_400)
            _ = try await Handler.sweep.handle([:], play.broker)
            _ = try await play.ingest(reading("r4"))
            #expect(try await sent() == 3)
        }
    }

    @Test func aParticipantsQuotaHoldsForTheDay() async throws {
        try await withBroker { play in
            let registration: JSON = ["keyID": "key-1", "dailyQuota": 2]
            _ = try await play.call(.operator, "PUT", proxy: "participants/\(Play.sender)", registration)
            #expect(try await play.ingest(reading("1")).status == 202)
            #expect(try await play.ingest(reading("2")).status == 202)
            #expect(try await play.ingest(reading("3")).status == 429)
            #expect(try await play.ingest(reading("2")).status == 202, "a repetition is no new message")
            play.stage.advance(seconds: 86_400)
            #expect(try await play.ingest(reading("3")).body["transactionID"] == "1000000001-000000000003")
        }
    }

    @Test func aMessageThatCouldNotBePublishedIsPublishedByTheSweep() async throws {
        try await withBroker { play in
            play.stage.state.withLock { $0.isBusDown = true }
            #expect(try await play.ingest(reading("r")).status == 202)
            play.stage.state.withLock { $0.isBusDown = false }
            _ = try await Handler.sweep.handle([:], play.broker)
            #expect(play.stage.state.withLock { $0.published.isEmpty }, "it is not old enough")
            play.stage.advance(seconds: 61)
            _ = try await Handler.sweep.handle([:], play.broker)
            try await play.deliver()
            #expect(play.stage.posts().count == 2)
            _ = try await Handler.sweep.handle([:], play.broker)
            #expect(play.stage.state.withLock { $0.published.isEmpty }, "it was routed")
        }
    }

    @Test func aBulkBodyIsPutToItsPlaceAndCommitted() async throws {
        try await withBroker { play in
            let asked = try await play.call(.uploads, key: "key-1", ["senderDIPID": .string(Play.sender)])
            #expect(asked.status == 201)
            let name = asked.body["upload"]?.string ?? ""
            var series = reading("b")["R0"]?.object ?? [:]
            series["MPANCore"] = .string(Play.meter)
            var message = reading("b").object ?? [:]
            (message["M0"], message["R0"]) = (nil, nil)
            message["S0"] = ["interfaceID": "IF-022", "schemaVersion": "1.0"]
            message["A0"] = ["primaryRecipients": [.string(Play.quick)]]
            message["R1"] = ["series": .array(Array(repeating: .object(series), count: 100))]
            let body = JSON.object(message).utf8
            #expect(body.count > 20_000)
            play.stage.state.withLock { $0.bodies["uploads/\(Play.sender)/\(name)"] = body }
            let committed = try await play.call(.uploads, key: "key-1", proxy: name, ["senderDIPID": .string(Play.sender)])
            #expect(committed.status == 202)
            try await play.deliver()
            try await play.catchUp(seconds: 5)
            #expect(play.stage.posts(to: Play.quick).first?.body.utf8.count ?? 0 > body.count)
            _ = try await play.reconciliation()
        }
    }
}

extension JSON {
    init(parsingOrNull text: String) {
        do {
            self = try JSON(parsing: text)
        } catch {
            self = .null
        }
    }
}

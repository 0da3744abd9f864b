import MeterBroker
import Testing
import Wire

@Suite struct MeterPointTests {
    @Test(arguments: ["1900012374324", "2000000000008"])
    func aCheckDigitIsComputedFromTheCore(digits: String) {
        #expect(MeterPoint(core: String(digits.dropLast()))?.digits.dropLast() == digits.dropLast())
    }

    @Test func theExampleOfTheRuleIsValid() {
        #expect(MeterPoint("1900012374324") != nil)
    }

    @Test(arguments: ["1900012374325", "190001237432", "19000123743240", "190001237432x", ""])
    func anythingElseIsNone(text: String) {
        #expect(MeterPoint(text) == nil)
    }

    @Test func everyOtherLastDigitIsRefused() {
        #expect((0...9).filter { MeterPoint("190001237432\($0)") != nil } == [4])
    }
}

@Suite struct RegistrationTests {
    let old = ParticipantID("1000000011")
    let new = ParticipantID("1000000012")

    @Test func aChangeOfSupplierPartsTheReadingsByTheirDate() throws {
        let (old, new) = (try #require(old), try #require(new))
        var registration = Registration()
        registration.appoint(old, role: "SUP", from: try #require(SettlementDate("2020-01-01")))
        registration.appoint(new, role: "SUP", from: try #require(SettlementDate("2026-02-04")))
        #expect(registration.holders(on: try #require(SettlementDate("2026-02-03"))) == [old])
        #expect(registration.holders(on: try #require(SettlementDate("2026-02-04"))) == [new])
    }

    @Test func anEarlierAppointmentReplacesALaterOne() throws {
        let (old, new) = (try #require(old), try #require(new))
        var registration = Registration()
        registration.appoint(old, role: "SUP", from: try #require(SettlementDate("2026-02-04")))
        registration.appoint(new, role: "SUP", from: try #require(SettlementDate("2026-02-01")))
        #expect(registration.holders(on: try #require(SettlementDate("2026-03-03"))) == [new])
    }

    @Test func aReceiverIsAddressedOnceAndTheSenderNever() throws {
        let sender = try #require(ParticipantID("1000000001"))
        let named = try #require(ParticipantID("1000000002"))
        let from = try #require(SettlementDate("2020-01-01"))
        var registration = Registration()
        registration.appoint(named, role: "SUP", from: from)
        registration.appoint(sender, role: "DC", from: from)
        let message = try MeterMessage(validating: sample())
        #expect(message.receivers(registration).map(\.digits) == ["1000000002", "1000000009"])
    }
}

@Suite struct TransactionIDTests {
    @Test func itsTextSortsAsItsNumbersDo() throws {
        let sender = try #require(ParticipantID("1000000001"))
        let texts = [1, 9, 10, 123_456].map { TransactionID(sender: sender, sequence: $0).text }
        #expect(texts == texts.sorted())
        #expect(texts[1] == "1000000001-000000000009")
        #expect(TransactionID(texts[3]) == TransactionID(sender: sender, sequence: 123_456))
    }

    @Test(arguments: ["", "1000000001-1", "1000000001-000000000000", "100000000-000000000001", "1000000001-00000000000x"])
    func anythingElseIsNone(text: String) {
        #expect(TransactionID(text) == nil)
    }
}

@Suite struct HubStampTests {
    @Test func theSendersBytesStayAsTheyAre() throws {
        let stamp = HubStamp(
            transactionID: try #require(TransactionID("1000000001-000000000042")),
            acceptedAt: Timestamp(milliseconds: 1_770_000_000_123), publicationID: "p", correlationID: nil, isReplay: true)
        let body = "{ \"S0\" : 1.500 }\n"
        let text = String(decoding: stamp.stamped(Array(body.utf8)), as: UTF8.self)
        #expect(text.hasPrefix("{ \"S0\" : 1.500 ,\"D0\":{"))
        #expect(text.hasSuffix("}}\n"))
        let stamped = try JSON(parsing: text)
        #expect(stamped["D0"]?["replayIndicator"] == .bool(true))
        #expect(stamped["D0"]?["transactionTimestamp"] == "2026-02-02T02:40:00.123Z")
    }
}

@Suite struct DeliveryPolicyTests {
    let policy = DeliveryPolicy(retriesMax: 3, firstDelaySeconds: 1, delaySecondsMax: 300, holdSeconds: 3600)

    @Test func aRefusedMessageIsRetriedAndThenDead() {
        let outcome = AttemptOutcome.refused(status: 500)
        #expect(policy.next(after: outcome, counted: 1, failures: 1, ageSeconds: 0) == .retry(afterSeconds: 1))
        #expect(policy.next(after: outcome, counted: 3, failures: 3, ageSeconds: 0) == .retry(afterSeconds: 4))
        #expect(
            policy.next(after: outcome, counted: 4, failures: 4, ageSeconds: 0)
                == .dead(reason: "the receiver answered 500, at the last of 4 attempts"))
    }

    @Test func aReceiverThatIsAwayIsWaitedFor() {
        let outcome = AttemptOutcome.unreachable("connection refused")
        #expect(policy.next(after: outcome, counted: 0, failures: 500, ageSeconds: 3599) == .retry(afterSeconds: 300))
        guard case .dead = policy.next(after: outcome, counted: 0, failures: 500, ageSeconds: 3600) else {
            Issue.record("the hold time has no effect")
            return
        }
    }

    @Test func aReceiverThatAsksForTimeGetsIt() {
        #expect(
            policy.next(after: .postponed(seconds: 30), counted: 9, failures: 1, ageSeconds: 5)
                == .retry(afterSeconds: 30))
    }

    @Test func theDelayDoublesUpToItsLimit() {
        #expect([1, 2, 3, 9, 10, 100].map(policy.delay) == [1, 2, 4, 256, 300, 300])
    }

    @Test func aTallyBalancesOnlyWhenEveryMessageHasItsPlace() {
        #expect(Tally(accepted: 6, delivered: 3, pending: 2, dead: 1).isBalanced)
        #expect(!Tally(accepted: 6, delivered: 3, pending: 2, dead: 0).isBalanced)
    }

    @Test func anAuditOfMovingCountsLiesBetweenThoseBeforeAndAfter() {
        let before = Tally(accepted: 6, delivered: 3, pending: 2, dead: 1)
        let after = Tally(accepted: 8, delivered: 6, pending: 1, dead: 1)
        #expect(Tally(accepted: 7, delivered: 5, pending: 1, dead: 1).lies(between: before, and: after))
        #expect(!Tally(accepted: 5, delivered: 4, pending: 1, dead: 0).lies(between: before, and: after))
        #expect(!Tally(accepted: 7, delivered: 7, pending: 0, dead: 0).lies(between: before, and: after))
        #expect(before.lies(between: before, and: before))
        #expect(!Tally(accepted: 6, delivered: 3, pending: 1, dead: 2).lies(between: before, and: before))
    }
}

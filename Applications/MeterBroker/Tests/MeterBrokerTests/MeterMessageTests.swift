import MeterBroker
import Testing
import Wire

@Suite struct MeterMessageTests {
    @Test func aValidMessageIsRead() throws {
        let message = try MeterMessage(validating: sample().utf8)
        #expect(message.sender.digits == "1000000001")
        #expect(message.reference == "ref-1")
        #expect(message.meter?.digits == "1900012374324")
        #expect(message.series.map(\.name) == ["1900012374324#2026-02-03#AI"])
        #expect(message.series[0].readings.wattHours == Array(repeating: 125, count: 48))
    }

    @Test func brokenJSONIsRefusedAtItsRoot() {
        #expect(throws: Rejection("$", "is not JSON: unexpectedEnd at byte 1")) {
            try MeterMessage(validating: Array("{".utf8))
        }
    }

    @Test func aHoleInTheSeriesIsRefusedWithItsPath() {
        var values = Array(repeating: JSON.number("1.000"), count: 48)
        values[17] = .null
        #expect(
            rejection(sample().setting(["R0", "values"], .array(values)))
                == Rejection("$.R0.values[17]", "is a hole in the series"))
    }

    @Test(arguments: ["-1", "1e3", "1.0001", "1000001"])
    func aValueThatIsNoQuantityOfEnergyIsRefused(digits: String) {
        var values = Array(repeating: JSON.number("1.000"), count: 48)
        values[3] = .number(digits)
        #expect(rejection(sample().setting(["R0", "values"], .array(values)))?.path == "$.R0.values[3]")
    }

    @Test(arguments: [("2026-03-29", 46), ("2026-10-25", 50), ("2026-06-21", 48), ("2026-03-22", 48)])
    func aDayHasAsManyValuesAsItHasHalfHours(date: String, count: Int) {
        #expect(rejection(sample(date: date, count: count)) == nil)
        for other in [46, 47, 48, 50] where other != count {
            #expect(rejection(sample(date: date, count: other))?.path == "$.R0.values")
        }
    }

    @Test func everyValueNeedsItsFlag() {
        let flags = JSON.array(Array(repeating: "A", count: 47))
        #expect(rejection(sample().setting(["R0", "flags"], flags))?.path == "$.R0.flags")
        let wrong = JSON.array(Array(repeating: "A", count: 47) + ["Z"])
        #expect(rejection(sample().setting(["R0", "flags"], wrong))?.path == "$.R0.flags[47]")
    }

    @Test func aMeterPointWithAWrongCheckDigitIsRefused() {
        #expect(
            rejection(sample(meter: "1900012374325")) == Rejection("$.M0.MPANCore", "has a wrong check digit"))
    }

    @Test(arguments: [
        ["S0"], ["S0", "interfaceID"], ["S1"], ["S1", "senderDIPID"], ["S1", "senderUniqueReference"],
        ["S1", "senderTimestamp"], ["M0", "MPANCore"], ["R0"], ["R0", "values"], ["R0", "settlementDate"],
    ])
    func whatIsMissingIsNamed(path: [String]) {
        #expect(
            rejection(sample().setting(path, nil))
                == Rejection((["$"] + path).joined(separator: "."), "is missing"))
    }

    @Test func anUnknownMemberIsRefused() {
        #expect(rejection(sample().setting(["S1", "sender"], "x")) == Rejection("$.S1.sender", "is not in the schema"))
    }

    @Test func theHubsOwnBlockIsRefused() {
        #expect(rejection(sample().setting(["D0"], [:])) == Rejection("$.D0", "is stamped by the hub"))
    }

    @Test func aBulkMessageHoldsManySeries() throws {
        let one = sample()["R0"]?.setting(["MPANCore"], "1900012374324") ?? .null
        let bulk = sample().setting(["S0", "interfaceID"], "IF-022").setting(["M0"], nil).setting(["R0"], nil)
            .setting(["R1"], ["series": .array([one, one])])
        #expect(try MeterMessage(validating: bulk).series.count == 2)
        let broken = one.setting(["values"], [1, nil])
        let path = bulk.setting(["R1"], ["series": .array([one, broken])])
        #expect(rejection(path)?.path == "$.R1.series[1].values[1]")
    }

    @Test func aRecipientIsFoundByItsPath() throws {
        let message = try MeterMessage(
            validating: sample().setting(["A0"], ["primaryRecipients": ["1000000002"], "always": ["1000000004", "1000000005"]]))
        let id = try #require(ParticipantID("1000000005"))
        #expect(message.path(ofRecipient: id) == "$.A0.always[1]")
    }
}

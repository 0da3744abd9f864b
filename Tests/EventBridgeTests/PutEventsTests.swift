import ApusTesting
import Kernel
import Testing
import Wire

@Suite struct PutEventsTests {
    @Test func aTargetGetsTheEventInItsEnvelope() async throws {
        try await withBuses { apus in
            try await apus.queue("q")
            try await apus.rule("r", to: TestApus.arn("sqs", "q"))
            let result = try await apus.put(
                #"{ "total": 1.50, "note": "ä" }"#, ["Resources": ["arn:x"]])
            let bodies = try await apus.bodies("q")
            let id = try #require(result["EventId"]?.string)
            #expect(
                bodies == [
                    #"{"version":"0","id":"\#(id)","detail-type":"order","source":"shop","#
                        + #""account":"000000000000","time":"2026-01-01T00:00:00Z","region":"eu-central-1","#
                        + #""resources":["arn:x"],"detail":{"total":1.50,"note":"ä"}}"#
                ])
        }
    }

    @Test func theSendersTimeIsKeptInSeconds() async throws {
        try await withBuses { apus in
            try await apus.queue("q")
            try await apus.rule("r", to: TestApus.arn("sqs", "q"))
            try await apus.put(["Time": 1_600_000_000])
            #expect(try await apus.events("q").first?["time"] == "2020-09-13T12:26:40Z")
        }
    }

    @Test(arguments: [
        (["Source": ""], "InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument."),
        (
            ["DetailType": ""], "InvalidArgument",
            "Parameter DetailType is not valid. Reason: DetailType is a required argument."
        ),
        (["Detail": ""], "InvalidArgument", "Parameter Detail is not valid. Reason: Detail is a required argument."),
        (["Detail": "[1]"], "MalformedDetail", "Detail is malformed."),
        (["Detail": "{"], "MalformedDetail", "Detail is malformed."),
        (["Detail": "\"text\""], "MalformedDetail", "Detail is malformed."),
        (["Source": "aws.s3"], "NotAuthorizedForSourceException", "Not authorized for the source."),
    ] as [(JSON, String, String)])
    func anEntryIsRefusedAlone(settings: JSON, code: String, message: String) async throws {
        try await withBuses { apus in
            let good: JSON = ["Source": "shop", "DetailType": "order", "Detail": "{}"]
            var bad = good.object ?? JSONObject()
            for member in settings.object?.members ?? [] { bad[member.name] = member.value }
            let answer = try await apus.invoke("events:PutEvents", ["Entries": [.object(bad), good]])
            #expect(answer["FailedEntryCount"] == 1)
            let entries = answer["Entries"]?.array ?? []
            #expect(entries.first == ["ErrorCode": .string(code), "ErrorMessage": .string(message)])
            #expect(entries.last?["EventId"] != nil)
        }
    }

    @Test func theEntriesOfACallAreBoundedInNumberAndSize() async throws {
        try await withBuses { apus in
            let entry: JSON = ["Source": "shop", "DetailType": "order", "Detail": "{}"]
            let many = try await apus.failure(
                "events:PutEvents", ["Entries": .array(Array(repeating: entry, count: 11))])
            #expect(many?.code == "ValidationException")
            #expect(many?.message.hasSuffix("Member must have length less than or equal to 10") == true)
            func size(_ bytes: Int) async throws -> String? {
                let detail = #"{"a":""# + String(repeating: "x", count: bytes - 17) + #""}"#
                let entry: JSON = ["Source": "shop", "DetailType": "order", "Detail": .string(detail)]
                return try await apus.failure("events:PutEvents", ["Entries": [entry]])?.message
            }
            #expect(try await size(1_048_576) == nil)
            #expect(
                try await size(1_048_577)
                    == "Total size of the entries in the request is over the limit.")
        }
    }

    @Test func anEventForABusThatDoesNotExistIsAcceptedAndDropped() async throws {
        try await withBuses { apus in
            let result = try await apus.put(["EventBusName": "none"])
            #expect(result["EventId"] != nil)
        }
    }

    @Test func rulesMatchOnTheirOwnBusAlone() async throws {
        try await withBuses { apus in
            try await apus.queue("q")
            try await apus.invoke("events:CreateEventBus", ["Name": "orders"])
            try await apus.rule("r", to: TestApus.arn("sqs", "q"), bus: "orders")
            try await apus.put(#"{"n":1}"#)
            try await apus.put(#"{"n":2}"#, ["EventBusName": "orders"])
            try await apus.put(
                #"{"n":3}"#, ["EventBusName": .string(TestApus.arn("events", "event-bus/orders"))])
            try await apus.put(#"{"n":4}"#, source: "other", ["EventBusName": "orders"])
            #expect(try await apus.events("q").map { $0["detail"] } == [["n": 2], ["n": 3]])
        }
    }

    @Test func aChangeOfARuleCountsForTheNextEvent() async throws {
        try await withBuses { apus in
            try await apus.queue("q")
            try await apus.put(#"{"n":0}"#)
            try await apus.rule("r", to: TestApus.arn("sqs", "q"))
            try await apus.put(#"{"n":1}"#)
            try await apus.invoke("events:DisableRule", ["Name": "r"])
            try await apus.put(#"{"n":2}"#)
            try await apus.invoke("events:EnableRule", ["Name": "r"])
            try await apus.put(#"{"n":3}"#)
            try await apus.invoke(
                "events:PutRule", ["Name": "r", "EventPattern": #"{"source":["else"]}"#])
            try await apus.put(#"{"n":4}"#)
            try await apus.put(#"{"n":5}"#, source: "else")
            try await apus.invoke("events:RemoveTargets", ["Rule": "r", "Ids": ["t"]])
            try await apus.put(#"{"n":6}"#, source: "else")
            #expect(try await apus.events("q").map { $0["detail"]?["n"] } == [1, 3, 5])
        }
    }

    @Test func accountsAndRegionsHaveBusesOfTheirOwn() async throws {
        try await withBuses { apus in
            try await apus.queue("q")
            try await apus.rule("r", to: TestApus.arn("sqs", "q"))
            let entry: JSON = ["Source": "shop", "DetailType": "order", "Detail": "{}"]
            try await apus.invoke("events:PutEvents", ["Entries": [entry]], region: "us-east-1")
            try await apus.invoke("events:PutEvents", ["Entries": [entry]], account: "111111111111")
            #expect(try await apus.bodies("q") == [])
            var named = entry.object ?? JSONObject()
            named["EventBusName"] = .string(TestApus.arn("events", "event-bus/default"))
            try await apus.invoke(
                "events:PutEvents", ["Entries": [.object(named)]], account: "111111111111")
            #expect(try await apus.events("q").map { $0["account"] } == ["111111111111"])
        }
    }

    @Test func manyTargetsAreServedBehindTheAnswer() async throws {
        try await withBuses { apus in
            try await apus.queue("q")
            for rule in 0..<30 {
                try await apus.invoke(
                    "events:PutRule",
                    ["Name": .string("r\(rule)"), "EventPattern": #"{"source":["shop"]}"#])
                let targets = (0..<5).map {
                    TestApus.target(
                        TestApus.arn("sqs", "q"),
                        ["Id": .string("t\($0)"), "Input": .string("\"\(rule)-\($0)\"")])
                }
                try await apus.invoke(
                    "events:PutTargets", ["Rule": .string("r\(rule)"), "Targets": .array(targets)])
            }
            try await apus.put()
            let bodies = try await apus.bodies("q")
            #expect(bodies.count == 150)
            #expect(Set(bodies).count == 150)
        }
    }
}

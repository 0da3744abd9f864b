import ApusTesting
import EventBridge
import Kernel
import SQS
import Testing
import Wire

@Suite struct PartnerTests {
    private static let name = "aws.partner/example.com/shop/orders"
    private static let partner = "999988887777"

    /// What the partner does.
    @discardableResult
    private func partner(_ apus: TestApus, _ action: String, _ input: JSON) async throws -> JSON {
        try await apus.invoke("events:\(action)", input, account: Self.partner)
    }

    private func offer(_ apus: TestApus) async throws {
        let answer = try await partner(
            apus, "CreatePartnerEventSource",
            ["Name": .string(Self.name), "Account": .string(TestApus.account)])
        #expect(
            answer["EventSourceArn"]
                == .string("arn:aws:events:\(TestApus.region)::event-source/\(Self.name)"))
    }

    private func take(_ apus: TestApus) async throws {
        try await apus.invoke(
            "events:CreateEventBus", ["Name": .string(Self.name), "EventSourceName": .string(Self.name)])
        try await apus.queue("q")
        try await apus.rule(
            "r", #"{"account":["000000000000"]}"#, to: TestApus.arn("sqs", "q"), bus: Self.name)
    }

    private func state(_ apus: TestApus) async throws -> String? {
        try await apus.invoke("events:DescribeEventSource", ["Name": .string(Self.name)])["State"]?.string
    }

    private func send(_ apus: TestApus, _ detail: String = "{}", source: String = name) async throws -> JSON {
        try await partner(
            apus, "PutPartnerEvents",
            ["Entries": [["Source": .string(source), "DetailType": "order", "Detail": .string(detail)]]])
    }

    private func refusal(_ apus: TestApus, _ action: String, _ input: JSON) async throws -> String? {
        try await apus.failure("events:\(action)", input)?.code
    }

    @Test func aPartnersEventsComeToTheBusOfTheirSource() async throws {
        try await withBuses { apus in
            try await offer(apus)
            #expect(try await state(apus) == "PENDING")
            try await take(apus)
            #expect(try await state(apus) == "ACTIVE")
            let answer = try await send(apus, #"{"n":1}"#)
            #expect(answer["FailedEntryCount"]?.integer == 0)
            let event = try #require(try await apus.events("q").first)
            #expect(event["id"] == answer["Entries"]?.array?.first?["EventId"])
            #expect(event["source"] == .string(Self.name))
            #expect(event["account"] == .string(TestApus.account))
            #expect(event["detail"] == ["n": 1])
        }
    }

    @Test func withoutAnActiveSourceEventsAreAcceptedAndLost() async throws {
        try await withBuses { apus in
            try await offer(apus)
            #expect(try await send(apus)["FailedEntryCount"]?.integer == 0)
            try await take(apus)
            try await apus.invoke("events:DeactivateEventSource", ["Name": .string(Self.name)])
            #expect(try await state(apus) == "PENDING")
            #expect(try await send(apus)["FailedEntryCount"]?.integer == 0)
            try await apus.invoke("events:ActivateEventSource", ["Name": .string(Self.name)])
            #expect(try await send(apus, #"{"n":3}"#)["FailedEntryCount"]?.integer == 0)
            #expect(try await apus.events("q").map { $0["detail"] } == [["n": 3]])
        }
    }

    @Test func entriesAreChecked() async throws {
        try await withBuses { apus in
            try await offer(apus)
            for (detail, source, code) in [
                ("{}", "aws.partner/example.com/other/source", "NotAuthorizedForSourceException"),
                ("[]", Self.name, "MalformedDetail"), ("", Self.name, "InvalidArgument"),
            ] {
                let answer = try await send(apus, detail, source: source)
                #expect(answer["FailedEntryCount"]?.integer == 1)
                #expect(answer["Entries"]?.array?.first?["ErrorCode"] == .string(code))
            }
        }
    }

    @Test func anOfferThatNobodyTakesEndsAfterTwoWeeks() async throws {
        try await withBuses { apus in
            try await offer(apus)
            await apus.advance(by: .seconds(13 * 86_400))
            #expect(try await state(apus) == "PENDING")
            await apus.advance(by: .seconds(86_401))
            #expect(
                try await refusal(apus, "DescribeEventSource", ["Name": .string(Self.name)])
                    == "ResourceNotFoundException")
        }
    }

    @Test func anOfferThatIsTakenLastsUntilItIsTakenBack() async throws {
        try await withBuses { apus in
            try await offer(apus)
            try await take(apus)
            await apus.advance(by: .seconds(30 * 86_400))
            #expect(try await state(apus) == "ACTIVE")
            let named: JSON = ["Name": .string(Self.name), "Account": .string(TestApus.account)]
            try await partner(apus, "DeletePartnerEventSource", named)
            #expect(try await state(apus) == "DELETED")
            #expect(
                try await send(apus)["Entries"]?.array?.first?["ErrorCode"]
                    == "NotAuthorizedForSourceException")
            #expect(
                try await refusal(apus, "ActivateEventSource", ["Name": .string(Self.name)])
                    == "InvalidStateException")
            let bus = JSON.string(Self.name)
            try await apus.invoke(
                "events:RemoveTargets", ["Rule": "r", "EventBusName": bus, "Ids": ["t"]])
            try await apus.invoke("events:DeleteRule", ["Name": "r", "EventBusName": bus])
            try await apus.invoke("events:DeleteEventBus", ["Name": bus])
            #expect(
                try await refusal(apus, "DescribeEventSource", ["Name": bus])
                    == "ResourceNotFoundException")
        }
    }

    @Test func sourcesAreListedForBothSides() async throws {
        try await withBuses { apus in
            try await offer(apus)
            try await partner(
                apus, "CreatePartnerEventSource",
                ["Name": .string(Self.name), "Account": "111122223333"])
            let offered = try await apus.invoke("events:ListEventSources")["EventSources"]?.array
            #expect(offered?.map { $0["Name"] } == [.string(Self.name)])
            #expect(offered?.first?["CreatedBy"] == "aws.partner/example.com")
            #expect(offered?.first?["State"] == "PENDING")
            let own = try await partner(
                apus, "ListPartnerEventSources", ["NamePrefix": "aws.partner/example.com/"])
            #expect(own["PartnerEventSources"]?.array?.map { $0["Name"] } == [.string(Self.name)])
            let page = try await partner(
                apus, "ListPartnerEventSourceAccounts",
                ["EventSourceName": .string(Self.name), "Limit": 1])
            #expect(
                page["PartnerEventSourceAccounts"]?.array?.map { $0["Account"] }
                    == [.string(TestApus.account)])
            let rest = try await partner(
                apus, "ListPartnerEventSourceAccounts",
                [
                    "EventSourceName": .string(Self.name), "Limit": 1,
                    "NextToken": page["NextToken"] ?? "",
                ])
            #expect(rest["PartnerEventSourceAccounts"]?.array?.map { $0["Account"] } == ["111122223333"])
            let described = try await partner(
                apus, "DescribePartnerEventSource", ["Name": .string(Self.name)])
            #expect(described["Name"] == .string(Self.name))
            #expect(
                try await refusal(apus, "DescribePartnerEventSource", ["Name": .string(Self.name)])
                    == "ResourceNotFoundException")
        }
    }

    @Test func aBusOfASourceBearsItsName() async throws {
        try await withBuses { apus in
            try await offer(apus)
            #expect(
                try await refusal(
                    apus, "CreateEventBus", ["Name": "b", "EventSourceName": .string(Self.name)])
                    == "ValidationException")
            let other = "aws.partner/example.com/none/here"
            #expect(
                try await refusal(
                    apus, "CreateEventBus",
                    ["Name": .string(other), "EventSourceName": .string(other)])
                    == "ResourceNotFoundException")
            #expect(
                try await refusal(
                    apus, "CreatePartnerEventSource",
                    ["Name": .string(Self.name), "Account": .string(TestApus.account)])
                    == "ResourceAlreadyExistsException")
        }
    }
}

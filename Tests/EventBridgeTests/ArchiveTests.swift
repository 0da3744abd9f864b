import ApusTesting
import EventBridge
import Kernel
import SQS
import Store
import Testing
import Wire

@Suite struct ArchiveTests {
    private let source: JSON = .string(TestApus.arn("events", "event-bus/default"))
    private let archiveARN: JSON = .string(TestApus.arn("events", "archive/a"))

    private func text(_ apus: TestApus, _ action: String, _ input: JSON) async throws -> String? {
        try await apus.failure("events:\(action)", input).map { "\($0.code): \($0.message)" }
    }

    private func archive(_ apus: TestApus, _ settings: JSON = [:]) async throws {
        var input: JSONObject = ["ArchiveName": "a", "EventSourceArn": source]
        for member in settings.object?.members ?? [] { input[member.name] = member.value }
        try await apus.invoke("events:CreateArchive", .object(input))
    }

    private func replay(
        _ apus: TestApus, _ name: String = "r", from: Int = 1_767_225_000, to: Int = 1_767_229_000,
        rules: JSON? = nil
    ) async throws -> JSON {
        var destination: JSONObject = ["Arn": source]
        destination["FilterArns"] = rules
        return try await apus.invoke(
            "events:StartReplay",
            [
                "ReplayName": .string(name), "EventSourceArn": archiveARN,
                "EventStartTime": .number(String(from)), "EventEndTime": .number(String(to)),
                "Destination": .object(destination),
            ])
    }

    @Test func anArchiveKeepsWhatItsPatternMatches() async throws {
        try await withBuses { apus in
            try await archive(apus, ["EventPattern": #"{"source":["shop"]}"#, "Description": "d"])
            try await apus.put(#"{"n":1}"#)
            try await apus.put(#"{"n":2}"#, source: "other")
            try await apus.put(#"{"n":3}"#)
            let found = try await apus.invoke("events:DescribeArchive", ["ArchiveName": "a"])
            #expect(found["EventCount"] == 2)
            #expect((found["SizeBytes"]?.integer ?? 0) > 300)
            #expect(
                Set(found.object?.names ?? []) == [
                    "ArchiveArn", "ArchiveName", "CreationTime", "Description", "EventCount", "EventPattern",
                    "EventSourceArn", "RetentionDays", "SizeBytes", "State",
                ])
            #expect(found["ArchiveArn"] == archiveARN)
            #expect(found["State"] == "ENABLED")
        }
    }

    @Test func aReplaySendsArchivedEventsToTheirRulesAgain() async throws {
        try await withBuses { apus in
            try await archive(apus)
            for number in 0..<150 { try await apus.put("{\"n\":\(number)}") }
            try await apus.queue("q")
            try await apus.rule("r", to: TestApus.arn("sqs", "q"))
            let started = try await replay(apus)
            #expect(started["State"] == "STARTING")
            let events = try await apus.events("q")
            #expect(events.map { $0["detail"]?["n"]?.integer } == Array(0..<150))
            #expect(events.allSatisfy { $0["replay-name"] == "r" })
            let found = try await apus.invoke("events:DescribeReplay", ["ReplayName": "r"])
            #expect(found["State"] == "COMPLETED")
            #expect(found["EventSourceArn"] == archiveARN)
            #expect(found["Destination"] == ["Arn": source])
            #expect(found["ReplayEndTime"] != nil && found["EventLastReplayedTime"] != nil)
            // What is replayed is not kept a second time.
            let kept = try await apus.invoke("events:DescribeArchive", ["ArchiveName": "a"])
            #expect(kept["EventCount"] == 150)
        }
    }

    @Test func aReplayGoesOnOverEventsOfOneSecondAndOfMany() async throws {
        try await withBuses { apus in
            try await archive(apus)
            // Put out of order: a replay sorts by the time that events tell.
            for second in [3, 1, 2] {
                for number in 0..<70 {
                    try await apus.put(
                        "{\"n\":\(second * 100 + number)}",
                        ["Time": .number(String(1_767_225_600 + second))])
                }
            }
            try await apus.queue("q")
            try await apus.rule("r", to: TestApus.arn("sqs", "q"))
            _ = try await replay(apus, from: 1_767_225_601, to: 1_767_225_603)
            let numbers = try await apus.events("q").map { $0["detail"]?["n"]?.integer }
            var expected: [Int?] = []
            for second in [100, 200, 300] { expected += (0..<70).map { second + $0 } }
            #expect(numbers == expected)
        }
    }

    @Test func aReplayedEventReachesManyRules() async throws {
        try await withBuses { apus in
            try await archive(apus)
            for number in 0..<3 { try await apus.put("{\"n\":\(number)}") }
            try await apus.queue("q")
            for number in 0..<70 { try await apus.rule("r\(number)", to: TestApus.arn("sqs", "q")) }
            _ = try await replay(apus)
            let events = try await apus.events("q")
            #expect(events.count == 210)
            #expect(events.allSatisfy { $0["replay-name"] == "r" })
            let found = try await apus.invoke("events:DescribeReplay", ["ReplayName": "r"])
            #expect(found["State"] == "COMPLETED")
        }
    }

    @Test func aReplayHoldsToItsTimeAndItsRules() async throws {
        try await withBuses { apus in
            for name in ["q", "p"] {
                try await apus.queue(name)
                try await apus.rule(name, to: TestApus.arn("sqs", name))
            }
            try await archive(apus)
            for second in [100, 200, 300] {
                try await apus.put(
                    "{\"n\":\(second)}", ["Time": .number(String(1_767_225_600 + second))])
            }
            for name in ["q", "p"] { #expect(try await apus.bodies(name).count == 3) }
            _ = try await replay(
                apus, from: 1_767_225_800, to: 1_767_225_900,
                rules: [.string(TestApus.arn("events", "rule/p"))])
            #expect(try await apus.bodies("q") == [])
            #expect(try await apus.events("p").map { $0["detail"]?["n"] } == [200, 300])
        }
    }

    @Test func eventsOutliveTheirRetentionByAnHourAtMost() async throws {
        try await withBuses { apus in
            try await archive(apus, ["RetentionDays": 1])
            for number in 0..<300 { try await apus.put("{\"n\":\(number)}") }
            await apus.advance(by: .seconds(86_000))
            #expect(try await count(apus) == 300)
            await apus.advance(by: .seconds(4000))
            #expect(try await count(apus) == 0)
        }
    }

    private func count(_ apus: TestApus) async throws -> JSON? {
        try await apus.invoke("events:DescribeArchive", ["ArchiveName": "a"])["EventCount"]
    }

    @Test func aDeletedArchiveLeavesNothingBehind() async throws {
        try await withBuses { apus in
            try await archive(apus)
            for number in 0..<300 { try await apus.put("{\"n\":\(number)}") }
            try await apus.invoke("events:DeleteArchive", ["ArchiveName": "a"])
            try await archive(apus)
            await apus.settle()
            #expect(try await count(apus) == 0)
            let left = try await apus.kernel.store.read { tx in
                try tx.value("SELECT COUNT(*) FROM events_archived", as: Int.self)
            }
            #expect(left == 0)
            #expect(
                try await text(apus, "DeleteArchive", ["ArchiveName": "b"])
                    == "ResourceNotFoundException: Archive b does not exist.")
        }
    }

    @Test func archivesAreListedByOneFilter() async throws {
        try await withBuses { apus in
            try await apus.invoke("events:CreateEventBus", ["Name": "orders"])
            let orders: JSON = .string(TestApus.arn("events", "event-bus/orders"))
            for (name, bus) in [("a", source), ("b", source), ("c", orders)] {
                try await apus.invoke(
                    "events:CreateArchive", ["ArchiveName": .string(name), "EventSourceArn": bus])
            }
            func names(_ input: JSON) async throws -> [String] {
                let answer = try await apus.invoke("events:ListArchives", input)
                return (answer["Archives"]?.array ?? []).compactMap { $0["ArchiveName"]?.string }
            }
            #expect(try await names([:]) == ["a", "b", "c"])
            #expect(try await names(["NamePrefix": "b"]) == ["b"])
            #expect(try await names(["EventSourceArn": orders]) == ["c"])
            #expect(try await names(["State": "DISABLED"]) == [])
            #expect(
                try await text(apus, "ListArchives", ["NamePrefix": "a", "EventSourceArn": orders])
                    == "ValidationException: At most one filter is allowed for ListArchives. "
                    + "Use either : State, EventSourceArn, or NamePrefix.")
            #expect(
                try await text(apus, "DeleteEventBus", ["Name": "orders"])?.hasPrefix("ValidationException")
                    == true)
        }
    }

    @Test func aReplayIsChecked() async throws {
        try await withBuses { apus in
            try await archive(apus)
            try await apus.invoke("events:CreateEventBus", ["Name": "orders"])
            func refusal(_ settings: JSON) async throws -> String? {
                var input: JSONObject = [
                    "ReplayName": "r", "EventSourceArn": archiveARN, "EventStartTime": 10,
                    "EventEndTime": 20, "Destination": ["Arn": source],
                ]
                for member in settings.object?.members ?? [] { input[member.name] = member.value }
                return try await apus.failure("events:StartReplay", .object(input))?.message
            }
            #expect(
                try await refusal(["EventEndTime": 10])
                    == "Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime."
            )
            #expect(
                try await refusal(["Destination": ["Arn": .string(TestApus.arn("sqs", "q"))]])
                    == "Parameter Destination.Arn is not valid. Reason: Must contain an event bus ARN.")
            #expect(
                try await refusal([
                    "Destination": ["Arn": .string(TestApus.arn("events", "event-bus/orders"))]
                ])
                    == "Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted."
            )
            #expect(
                try await refusal(["EventSourceArn": .string(TestApus.arn("events", "archive/x"))])
                    == "Parameter EventSourceArn is not valid. Reason: Archive x does not exist.")
        }
    }

    @Test func aReplayThatIsOverCannotBeCancelledAndIsForgottenInTheEnd() async throws {
        try await withBuses { apus in
            try await archive(apus)
            _ = try await replay(apus)
            await apus.settle()
            #expect(
                try await text(apus, "CancelReplay", ["ReplayName": "r"])
                    == "IllegalStatusException: Replay r is not in a valid state for this operation.")
            let list = try await apus.invoke("events:ListReplays", ["State": "COMPLETED"])
            #expect(list["Replays"]?.array?.compactMap { $0["ReplayName"]?.string } == ["r"])
            await apus.advance(by: .seconds(91 * 86_400))
            #expect(
                try await text(apus, "DescribeReplay", ["ReplayName": "r"])
                    == "ResourceNotFoundException: Replay r does not exist.")
        }
    }
}

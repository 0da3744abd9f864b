import ApusTesting
import EventBridge
import Testing
import Wire

/// The rule that an archive has on its bus.
@Suite struct ArchiveRuleTests {
    private static let name = "Events-Archive-a"

    private func archive(_ apus: TestApus, _ pattern: String? = nil, bus: String = "default") async throws {
        var input: JSONObject = [
            "ArchiveName": "a", "EventSourceArn": .string(TestApus.arn("events", "event-bus/\(bus)")),
        ]
        input["EventPattern"] = pattern.map { .string($0) }
        try await apus.invoke("events:CreateArchive", .object(input))
    }

    private func count(_ apus: TestApus) async throws -> JSON? {
        try await apus.invoke("events:DescribeArchive", ["ArchiveName": "a"])["EventCount"]
    }

    private func pattern(_ apus: TestApus) async throws -> JSON {
        let rule = try await apus.invoke("events:DescribeRule", ["Name": .string(Self.name)])
        return try JSON(parsing: rule["EventPattern"]?.string ?? "")
    }

    private func code(_ apus: TestApus, _ action: String, _ input: JSON) async throws -> String? {
        try await apus.failure("events:\(action)", input)?.code
    }

    @Test func anArchiveHasAManagedRuleOnItsBus() async throws {
        try await withBuses { apus in
            try await archive(apus)
            let rule = try await apus.invoke("events:DescribeRule", ["Name": .string(Self.name)])
            #expect(rule["Arn"] == .string(TestApus.arn("events", "rule/\(Self.name)")))
            #expect(rule["ManagedBy"] == "prod.vhs.events.aws.internal")
            #expect(rule["State"] == "ENABLED")
            #expect(rule["CreatedBy"] == .string(TestApus.account))
            #expect(rule["Description"] == nil)
            #expect(try await pattern(apus) == ["replay-name": [["exists": false]]])
            let list = try await apus.invoke("events:ListTargetsByRule", ["Rule": .string(Self.name)])
            let target = list["Targets"]?.array?.first
            #expect(target?["Arn"] == .string("arn:aws:events:\(TestApus.region):::"))
            let template = target?["InputTransformer"]?["InputTemplate"]?.string ?? ""
            #expect(template.contains(TestApus.arn("events", "archive/a:")))
            #expect(template.contains(#""event": <aws.events.event.json>"#))
            #expect(template.contains(#""ingestion-time": <aws.events.event.ingestion-time>"#))
        }
    }

    @Test func theRuleFollowsThePatternOfTheArchive() async throws {
        try await withBuses { apus in
            try await archive(apus, #"{"source":["shop"]}"#)
            #expect(try await pattern(apus) == ["source": ["shop"], "replay-name": [["exists": false]]])
            try await apus.invoke(
                "events:UpdateArchive", ["ArchiveName": "a", "EventPattern": #"{"source":["b"]}"#])
            #expect(try await pattern(apus) == ["source": ["b"], "replay-name": [["exists": false]]])
            try await apus.put()
            try await apus.put("{}", source: "b")
            #expect(try await count(apus) == 1)
        }
    }

    @Test func theRuleGoesWithTheArchive() async throws {
        try await withBuses { apus in
            try await apus.invoke("events:CreateEventBus", ["Name": "b"])
            try await archive(apus, bus: "b")
            let listed = try await apus.invoke("events:ListRules", ["EventBusName": "b"])
            #expect(listed["Rules"]?.array?.count == 1)
            #expect(
                listed["Rules"]?.array?.first?["Arn"]
                    == .string(TestApus.arn("events", "rule/b/\(Self.name)")))
            try await apus.invoke("events:DeleteArchive", ["ArchiveName": "a"])
            #expect(try await apus.invoke("events:ListRules", ["EventBusName": "b"])["Rules"] == [])
            try await apus.invoke("events:DeleteEventBus", ["Name": "b"])
        }
    }

    @Test func nobodyElseChangesTheRule() async throws {
        try await withBuses { apus in
            try await archive(apus)
            let rule: JSON = ["Name": .string(Self.name)]
            #expect(try await code(apus, "DisableRule", rule) == "ManagedRuleException")
            #expect(try await code(apus, "DeleteRule", rule) == "ManagedRuleException")
            #expect(
                try await code(
                    apus, "PutRule", ["Name": .string(Self.name), "EventPattern": #"{"source":["a"]}"#])
                    == "ManagedRuleException")
            #expect(
                try await code(
                    apus, "RemoveTargets", ["Rule": .string(Self.name), "Ids": [.string(Self.name)]])
                    == "ManagedRuleException")
        }
    }

    @Test func anArchiveWithoutItsRuleKeepsNothingMore() async throws {
        try await withBuses { apus in
            try await archive(apus)
            try await apus.put()
            let force: JSON = ["Rule": .string(Self.name), "Ids": [.string(Self.name)], "Force": true]
            try await apus.invoke("events:RemoveTargets", force)
            try await apus.put()
            try await apus.invoke("events:DeleteRule", ["Name": .string(Self.name), "Force": true])
            try await apus.put()
            #expect(try await count(apus) == 1)
            try await apus.invoke("events:DeleteArchive", ["ArchiveName": "a"])
        }
    }

    @Test func aRuleOfItsNameIsInTheWay() async throws {
        try await withBuses { apus in
            try await apus.invoke(
                "events:PutRule", ["Name": .string(Self.name), "EventPattern": #"{"source":["a"]}"#])
            #expect(
                try await code(
                    apus, "CreateArchive",
                    [
                        "ArchiveName": "a",
                        "EventSourceArn": .string(TestApus.arn("events", "event-bus/default")),
                    ]) == "ResourceAlreadyExistsException")
        }
    }

    /// The envelope is one level deeper than the detail and could not be read again.
    @Test func anEventIsArchivedWithoutBeingReadAgain() async throws {
        try await withBuses { apus in
            try await archive(apus)
            let depth = JSON.depthMax - 1
            let detail =
                #"{"a":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
            #expect(try await apus.put(detail)["EventId"] != nil)
            #expect(try await count(apus) == 1)
        }
    }
}

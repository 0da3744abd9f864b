import ApusTesting
import Kernel
import Testing
import Wire

/// Why an event did not reach a target of a rule.
@Suite struct WhyEventTests {
    @Test func aRuleThatDidNotMatchNamesTheFirstFieldThatDiffered() async throws {
        try await withFlows { apus in
            try await apus.queue("q")
            try await apus.rule(
                "big", #"{"source":["shop"],"detail":{"total":[{"numeric":[">",100]}]}}"#,
                to: TestApus.arn("sqs", "q"))
            let path = try await apus.path(try await apus.put(#"{"total":7}"#)["EventId"]?.string)
            let miss = path.first("notMatched", of: "rule/big")
            #expect(miss?["field"]?.string == "detail.total")
            #expect(miss?["wanted"]?.string == #"[{"numeric":[">",100]}]"#)
            #expect(miss?["found"]?.string == "[7]")
            #expect(path.ends == ["notMatched": 1])
        }
    }

    @Test func anEventOnABusThatDoesNotExistIsToldToHaveMatchedNothing() async throws {
        try await withFlows { apus in
            let id = try await apus.put(["EventBusName": "nowhere"])["EventId"]?.string
            let path = try await apus.path(id)
            #expect(
                path.told(of: "event-bus/nowhere", "notMatched")
                    == ["The event bus does not exist, so the event matched nothing."])
        }
    }

    @Test func disabledLateAndEmptyRulesSaySo() async throws {
        try await withFlows { apus in
            try await apus.queue("q")
            try await apus.rule("off", to: TestApus.arn("sqs", "q"))
            try await apus.invoke("events:DisableRule", ["Name": "off"])
            try await apus.invoke(
                "events:PutRule", ["Name": "empty", "EventPattern": #"{"source":["shop"]}"#])
            let id = try await apus.put()["EventId"]?.string
            await apus.advance(by: .seconds(1))
            try await apus.rule("late", to: TestApus.arn("sqs", "q"))
            let path = try await apus.path(id)
            #expect(path.told(of: "rule/off") == ["The rule off matches, but it is disabled."])
            #expect(path.told(of: "rule/empty") == ["The rule empty matches, but it has no target."])
            #expect(path.told(of: "rule/late") == ["The rule late was made after the event had come."])
        }
    }

    @Test func everyIdentifierOnAPathLeadsToAllOfIt() async throws {
        try await withFlows { apus in
            try await apus.queue("q")
            try await apus.topic("t")
            try await apus.subscribe(TestApus.arn("sqs", "q"), to: "t")
            try await apus.rule("r", to: TestApus.arn("sns", "t"))
            let event = try await apus.put()["EventId"]?.string
            await apus.settle()
            let path = try await apus.path(event)
            let (publication, message) = (path.id(at: ":t"), path.id(at: ":q"))
            #expect(try await apus.receive("q").first?["MessageId"]?.string == message)
            #expect(try await apus.path(publication).places.count == path.places.count)
            #expect(try await apus.path(message).answer["path"] == apus.path(event).answer["path"])
            let now = try await apus.path(message).first("waiting", of: ":q")
            #expect(now?["what"]?.string?.hasPrefix("It is in flight: received 1 time") == true)
            #expect(now?["until"]?.string == "2026-01-01T00:00:30.000Z")
        }
    }

    @Test func aDenialNamesTheStatementThatDecided() async throws {
        try await withFlows(authentication: .enforce) { apus in
            let policy = #"""
                {"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},
                {"Sid":"NoEvents","Effect":"Deny","Principal":{"Service":"events.amazonaws.com"},
                "Action":"sqs:SendMessage","Resource":"*"}]}
                """#
            try await apus.queue("shut", ["Policy": .string(policy)])
            try await apus.queue("bare")
            try await apus.rule("r", to: TestApus.arn("sqs", "shut"))
            try await apus.rule("s", to: TestApus.arn("sqs", "bare"))
            let path = try await apus.path(try await apus.put()["EventId"]?.string)
            let denied = path.first("lost", of: ":shut")
            #expect(denied?["code"]?.string == "NO_PERMISSIONS")
            #expect(
                denied?["statement"]?.string
                    == "statement \"NoEvents\" of a resource-based policy "
                    + "(\(TestApus.arn("sqs", "shut"))), which denies")
            #expect(
                path.first("lost", of: ":bare")?["statement"]?.string
                    == "no statement of a resource-based policy allows it")
        }
    }

    @Test func aTargetThatIsGoneLeadsToTheDeadLetter() async throws {
        try await withFlows { apus in
            try await apus.queue("grave")
            try await apus.rule(
                "r", to: TestApus.arn("sqs", "gone"),
                bus: nil, ["DeadLetterConfig": ["Arn": .string(TestApus.arn("sqs", "grave"))]])
            let path = try await apus.path(try await apus.put()["EventId"]?.string)
            let dead = path.first("dead", of: ":gone")
            #expect(dead?["deadLetter"]?.string == TestApus.arn("sqs", "grave"))
            #expect(path.first("waiting", of: ":grave") != nil)
            #expect(try await apus.receive("grave").first?["MessageId"]?.string == dead?["id"]?.string)
        }
    }

    @Test func anEndpointThatFailsIsToldWithEveryAttemptAndTheNext() async throws {
        try await withFlows { apus in
            try await apus.topic("t")
            apus.http.answer { _ in OutboundResponse(status: 200) }
            try await apus.subscribe("http://hooks.example/in", to: "t", "http")
            await apus.settle()
            let body = apus.http.requests.last.map { String(decoding: $0.body, as: UTF8.self) } ?? "{}"
            try await apus.invoke(
                "sns:ConfirmSubscription",
                [
                    "TopicArn": .string(TestApus.arn("sns", "t")),
                    "Token": try JSON(parsing: body)["Token"] ?? "",
                ])
            apus.http.answer { _ in OutboundResponse(status: 503) }
            let id = try await apus.invoke(
                "sns:Publish", ["TopicArn": .string(TestApus.arn("sns", "t")), "Message": "hello"]
            )["MessageId"]?.string
            await apus.settle()
            let path = try await apus.path(id)
            let waiting = path.first("waiting", of: "http://hooks.example/in")
            #expect(waiting?["what"]?.string?.hasPrefix("It waits for attempt 2") == true)
            #expect(waiting?["until"]?.string == "2026-01-01T00:00:20.000Z")
            #expect(path.first("failed")?["code"]?.string == "HTTP_503")
            apus.http.answer { _ in OutboundResponse(status: 200) }
            await apus.advance(by: .seconds(20))
            let later = try await apus.path(id)
            #expect(later.first("arrived", of: "http://hooks.example/in")?["attempts"]?.integer == 2)
            #expect(later.ends == ["arrived": 1])
        }
    }

    @Test func aReplayIsToldBesideTheFirstDelivery() async throws {
        try await withFlows { apus in
            try await apus.queue("q")
            try await apus.rule("r", to: TestApus.arn("sqs", "q"))
            let bus = TestApus.arn("events", "event-bus/default")
            try await apus.invoke(
                "events:CreateArchive", ["ArchiveName": "a", "EventSourceArn": .string(bus)])
            let id = try await apus.put()["EventId"]?.string
            await apus.advance(by: .seconds(60))
            try await apus.invoke(
                "events:StartReplay",
                [
                    "ReplayName": "again", "EventSourceArn": .string(TestApus.arn("events", "archive/a")),
                    "EventStartTime": .number("\(TestApus.start.seconds - 1)"),
                    "EventEndTime": .number("\(TestApus.start.seconds + 30)"),
                    "Destination": ["Arn": .string(bus)],
                ])
            await apus.settle()
            let path = try await apus.path(id)
            #expect(path.told(of: ":q", "arrived").count == 2)
            #expect(path.told(of: ":q", "arrived").last?.contains("the replay again") == true)
        }
    }

    @Test func whatTheJournalHasForgottenIsSaidToBeForgotten() async throws {
        let limits = JournalLimits(ageMax: .seconds(3600), bytesMax: 1 << 20)
        try await withFlows(journal: limits) { apus in
            try await apus.queue("q")
            try await apus.rule("r", to: TestApus.arn("sqs", "q"))
            let id = try await apus.put()["EventId"]?.string
            await apus.advance(by: .seconds(3 * 3600))
            try await apus.put()
            await apus.advance(by: .seconds(1))
            let path = try await apus.path(id)
            #expect(
                path.answer["note"]?.string?.hasPrefix("Not known any more: the journal keeps 1 hours")
                    == true)
            #expect(path.answer["beganAt"]?.string == "2026-01-01T00:00:00.000Z")
            #expect(path.places.isEmpty)
        }
    }

    @Test func theJournalKeepsToItsSize() async throws {
        let limits = JournalLimits(ageMax: .seconds(86_400), bytesMax: 100_000)
        try await withFlows(journal: limits) { apus in
            let first = try await apus.put()["EventId"]?.string
            for _ in 0..<60 {
                let entry: JSON = ["Source": "shop", "DetailType": "d", "Detail": "{}"]
                try await apus.invoke(
                    "events:PutEvents", ["Entries": .array(Array(repeating: entry, count: 10))])
            }
            let last = try await apus.put()["EventId"]?.string
            await apus.settle()
            #expect(
                try await apus.path(first).answer["note"]?.string?.hasPrefix("Not known any more") == true)
            #expect(try await apus.path(last).ends == ["notMatched": 1])
        }
    }

    @Test func anIdentifierOfAnotherServerIsNotFound() async throws {
        try await withFlows { apus in
            for id in ["2b0e8a1c-8d1e-4d5c-9f0e-1d2c3b4a5968", "x", "", "2b0e8a1c8d1e4d5c9f0e1d2c3b4a5968"] {
                await #expect(throws: (any Error).self) { try await apus.path(id) }
            }
        }
    }

    @Test func whoAsksNeedsPermissionWhereItIsEnforced() async throws {
        try await withFlows(authentication: .enforce) { apus in
            try await apus.rule("r", to: TestApus.arn("sqs", "q"))
            let id = try await apus.put()["EventId"]?.string
            let stranger = Principal(
                kind: .user(name: "eve"), account: TestApus.account, accessKeyID: "AKIAEVE")
            await #expect(throws: (any Error).self) { try await apus.path(id, as: stranger) }
            #expect(try await apus.path(id).places.isEmpty == false)
        }
    }
}

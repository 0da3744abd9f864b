import ApusTesting
import Kernel
import Testing
import Wire

@Suite struct ScheduleTests {
    private func schedule(
        _ apus: TestApus, _ expression: String, _ settings: JSON = [:], target: JSON = [:]
    ) async throws {
        var rule: JSONObject = ["Name": "r", "ScheduleExpression": .string(expression)]
        for member in settings.object?.members ?? [] { rule[member.name] = member.value }
        try await apus.invoke("events:PutRule", .object(rule))
        try await apus.put(TestApus.arn("sqs", "q"), on: "r", target)
    }

    @Test func aRateSendsAScheduledEventEachInterval() async throws {
        try await withBuses { apus in
            try await apus.queue("q")
            try await schedule(apus, "rate(5 minutes)")
            await apus.advance(by: .seconds(299))
            #expect(try await apus.bodies("q") == [])
            await apus.advance(by: .seconds(601))
            let events = try await apus.events("q")
            #expect(
                events.map { $0["time"] } == [
                    "2026-01-01T00:05:00Z", "2026-01-01T00:10:00Z", "2026-01-01T00:15:00Z",
                ])
            var first = events.first?.object ?? JSONObject()
            #expect(first["id"]?.string?.count == 36)
            first["id"] = nil
            #expect(
                JSON.object(first) == [
                    "version": "0", "detail-type": "Scheduled Event", "source": "aws.events",
                    "account": .string(TestApus.account), "time": "2026-01-01T00:05:00Z",
                    "region": .string(TestApus.region),
                    "resources": [.string(TestApus.arn("events", "rule/r"))], "detail": [:],
                ])
        }
    }

    @Test func aCronExpressionSendsAtItsTimes() async throws {
        try await withBuses { apus in
            try await apus.queue("q")
            try await schedule(apus, "cron(30 8 ? * MON-FRI *)", target: ["Input": "\"tick\""])
            // From a Thursday on: Thursday, Friday, Monday.
            await apus.advance(by: .seconds(86_400 * 4))
            #expect(try await apus.bodies("q") == ["\"tick\"", "\"tick\""])
            await apus.advance(by: .seconds(86_400))
            #expect(try await apus.bodies("q") == ["\"tick\""])
        }
    }

    @Test func aDisabledScheduleRests() async throws {
        try await withBuses { apus in
            try await apus.queue("q")
            try await schedule(apus, "rate(1 minute)", ["State": "DISABLED"])
            await apus.advance(by: .seconds(300))
            #expect(try await apus.bodies("q") == [])
            try await apus.invoke("events:EnableRule", ["Name": "r"])
            await apus.advance(by: .seconds(120))
            #expect(try await apus.bodies("q").count == 2)
            try await apus.invoke("events:DisableRule", ["Name": "r"])
            await apus.advance(by: .seconds(300))
            #expect(try await apus.bodies("q") == [])
        }
    }

    @Test func aDeletedScheduleEnds() async throws {
        try await withBuses { apus in
            try await apus.queue("q")
            try await schedule(apus, "rate(1 minute)")
            try await apus.invoke("events:RemoveTargets", ["Rule": "r", "Ids": ["t"]])
            try await apus.invoke("events:DeleteRule", ["Name": "r"])
            await apus.advance(by: .seconds(300))
            #expect(try await apus.bodies("q") == [])
        }
    }

    @Test(arguments: [
        "cron(0 1 * * * *)", "cron(0 dummy ? * MON-FRI *)", "cron(7 20 * * NOT *)", "cron(71 8 1 * ? *)",
        "cron(INVALID)", "rate(0 minutes)", "rate(1 minutes)", "at(2027-01-01T00:00:00)", "sometimes",
    ])
    func anExpressionIsChecked(expression: String) async throws {
        try await withBuses { apus in
            let failure = try await apus.failure(
                "events:PutRule", ["Name": "r", "ScheduleExpression": .string(expression)])
            #expect(failure?.code == "ValidationException")
            #expect(failure?.message == "Parameter ScheduleExpression is not valid.")
        }
    }

    @Test func schedulesAreForTheDefaultBusAlone() async throws {
        try await withBuses { apus in
            try await apus.invoke("events:CreateEventBus", ["Name": "orders"])
            let failure = try await apus.failure(
                "events:PutRule",
                ["Name": "r", "EventBusName": "orders", "ScheduleExpression": "rate(1 minute)"])
            #expect(failure?.message == "ScheduleExpression is supported only on the default event bus.")
        }
    }
}

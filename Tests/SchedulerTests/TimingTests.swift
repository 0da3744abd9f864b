import ApusTesting
import Foundation
import Kernel
import Scheduler
import Testing
import Wire

/// When schedules act.
@Suite struct TimingTests {
    static let hasZones = FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Berlin")

    @Test func aRateActsAtOnceAndThenEachInterval() async throws {
        try await withSchedules { apus in
            try await apus.schedule("rate(5 minutes)")
            #expect(try await apus.bodies("q") == ["2026-01-01T00:00:00Z"])
            await apus.advance(by: .seconds(299))
            #expect(try await apus.bodies("q") == [])
            await apus.advance(by: .seconds(301))
            #expect(try await apus.bodies("q") == ["2026-01-01T00:05:00Z", "2026-01-01T00:10:00Z"])
        }
    }

    @Test func aScheduleBeginsAndEndsAtItsDates() async throws {
        try await withSchedules { apus in
            try await apus.schedule(
                "rate(12 hours)", ["StartDate": TestApus.day(1), "EndDate": TestApus.day(2)])
            await apus.advance(by: .seconds(4 * 86_400))
            #expect(
                try await apus.bodies("q") == [
                    "2026-01-02T00:00:00Z", "2026-01-02T12:00:00Z", "2026-01-03T00:00:00Z",
                ])
            try await apus.schedule(
                "cron(0 6 * * ? *)", ["StartDate": TestApus.day(5), "EndDate": TestApus.day(6)], name: "c")
            await apus.advance(by: .seconds(3 * 86_400))
            #expect(try await apus.bodies("q") == ["2026-01-06T06:00:00Z"])
            #expect(try await apus.invoke("scheduler:GetSchedule", ["Name": "s"])["State"] == "ENABLED")
        }
    }

    @Test func aRateThatBeganAMomentAgoKeepsItsPhase() async throws {
        try await withSchedules { apus in
            try await apus.schedule(
                "rate(3 minutes)", ["StartDate": .number(String(TestApus.second - 240))])
            await apus.advance(by: .seconds(300))
            #expect(try await apus.bodies("q") == ["2026-01-01T00:02:00Z", "2026-01-01T00:05:00Z"])
        }
    }

    @Test func aOneTimeScheduleActsOnceAndStays() async throws {
        try await withSchedules { apus in
            try await apus.schedule("at(2026-01-01T00:00:30)")
            await apus.advance(by: .seconds(86_400))
            #expect(try await apus.bodies("q") == ["2026-01-01T00:00:30Z"])
            #expect(try await apus.failure("scheduler:GetSchedule", ["Name": "s"]) == nil)
        }
    }

    @Test func aScheduleThatIsCompleteIsDeletedIfItSaysSo() async throws {
        try await withSchedules { apus in
            try await apus.schedule("at(2026-01-01T00:00:30)", ["ActionAfterCompletion": "DELETE"])
            try await apus.schedule(
                "rate(1 minute)",
                [
                    "ActionAfterCompletion": "DELETE",
                    "EndDate": .number(String(TestApus.second + 100)),
                ], name: "t")
            await apus.advance(by: .seconds(30))
            #expect(
                try await apus.failure("scheduler:GetSchedule", ["Name": "s"])?.code
                    == "ResourceNotFoundException")
            #expect(try await apus.failure("scheduler:GetSchedule", ["Name": "t"]) == nil)
            await apus.advance(by: .seconds(60))
            #expect(
                try await apus.failure("scheduler:GetSchedule", ["Name": "t"])?.code
                    == "ResourceNotFoundException")
            #expect(try await apus.bodies("q").count == 3)
        }
    }

    @Test func aTimeInThePastNeverComes() async throws {
        try await withSchedules { apus in
            try await apus.schedule("at(2025-12-31T23:59:00)", ["ActionAfterCompletion": "DELETE"])
            await apus.advance(by: .seconds(86_400))
            #expect(try await apus.bodies("q") == [])
            #expect(try await apus.failure("scheduler:GetSchedule", ["Name": "s"]) == nil)
        }
    }

    @Test func aDisabledOrDeletedScheduleRests() async throws {
        try await withSchedules { apus in
            try await apus.schedule("rate(1 minute)", ["State": "DISABLED"])
            await apus.advance(by: .seconds(300))
            #expect(try await apus.bodies("q") == [])
            try await apus.invoke("scheduler:UpdateSchedule", TestApus.schedule("s", "rate(1 minute)"))
            await apus.advance(by: .seconds(60))
            #expect(try await apus.bodies("q").count == 2)
            try await apus.invoke(
                "scheduler:UpdateSchedule", TestApus.schedule("s", "rate(1 minute)", ["State": "DISABLED"]))
            await apus.advance(by: .seconds(300))
            #expect(try await apus.bodies("q") == [])
            try await apus.invoke("scheduler:UpdateSchedule", TestApus.schedule("s", "rate(1 minute)"))
            try await apus.invoke("scheduler:DeleteSchedule", ["Name": "s"])
            await apus.advance(by: .seconds(300))
            #expect(try await apus.bodies("q").count <= 1)
        }
    }

    @Test(.enabled(if: hasZones)) func aScheduleKeepsToTheClocksOfItsZone() async throws {
        try await withSchedules { apus in
            try await apus.schedule(
                "cron(30 2 29,30 3 ? *)", ["ScheduleExpressionTimezone": "Europe/Berlin"])
            try await apus.schedule(
                "cron(30 1 1,2 11 ? *)", ["ScheduleExpressionTimezone": "America/New_York"], name: "y")
            try await apus.schedule(
                "at(2026-07-01T08:00:00)", ["ScheduleExpressionTimezone": "Asia/Tokyo"], name: "t")
            var times: [String] = []
            for _ in 0..<121 {
                // Queues keep messages for four days.
                await apus.advance(by: .seconds(3 * 86_400))
                times += try await apus.bodies("q")
            }
            #expect(
                times == [
                    "2026-03-30T00:30:00Z", "2026-06-30T23:00:00Z", "2026-11-01T05:30:00Z",
                    "2026-11-02T06:30:00Z",
                ])
            let schedule = try await apus.invoke("scheduler:GetSchedule", ["Name": "t"])
            #expect(schedule["ScheduleExpressionTimezone"] == "Asia/Tokyo")
        }
    }

    @Test func aFlexibleScheduleActsWithinItsWindow() async throws {
        try await withSchedules { apus in
            for number in 0..<20 {
                try await apus.schedule(
                    "at(2026-01-01T01:00:00)",
                    ["FlexibleTimeWindow": ["Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15]],
                    name: "s\(number)")
            }
            await apus.advance(by: .seconds(3599))
            #expect(try await apus.bodies("q") == [])
            await apus.advance(by: .seconds(451))
            let early = try await apus.bodies("q")
            await apus.advance(by: .seconds(450))
            let late = try await apus.bodies("q")
            #expect(!early.isEmpty && !late.isEmpty)
            #expect(early + late == Array(repeating: "2026-01-01T01:00:00Z", count: 20))
        }
    }

    @Test func aFlexibleRateLosesNoTurn() async throws {
        try await withSchedules { apus in
            try await apus.schedule(
                "rate(5 minutes)",
                ["FlexibleTimeWindow": ["Mode": "FLEXIBLE", "MaximumWindowInMinutes": 20]])
            await apus.advance(by: .seconds(3 * 3600))
            let times = try await apus.bodies("q")
            #expect(Set(times).count == times.count)
            #expect(times.count >= 30)
        }
    }
}

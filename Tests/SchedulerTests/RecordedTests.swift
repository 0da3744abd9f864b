import ApusTesting
import Foundation
import Scheduler
import Testing
import Wire

/// What AWS itself answered, where the recordings are at hand (`APUS_SHARED`, or beside the repository).
@Suite struct RecordedTests {
    private static let recordings: JSON? = {
        let root = ProcessInfo.processInfo.environment["APUS_SHARED"] ?? "../shared"
        guard let data = FileManager.default.contents(atPath: root + "/vectors/recorded/scheduler.json")
        else {
            print("No recordings at \(root)/vectors/recorded/scheduler.json; skipped.")
            return nil
        }
        return try? JSON(parsing: Array(data))
    }()

    @Test(.enabled(if: recordings != nil)) func aScheduleIsMadeAsAWSMadeIt() async throws {
        let test = Self.recordings?["tests_create_schedule_with_valid_schedule_expression"]
        let recorded = test?["valid-schedule-expression"]?.object?.names ?? []
        try await withSchedules { apus in
            for expression in [
                "cron(0 1 * * ? *)", "cron(7 20 ? * MON-FRI *)", "rate(5 minutes)", "at(2026-05-01T10:00:00)",
            ] {
                let answer = try await apus.schedule(expression)
                #expect(Set(answer.object?.names ?? []) == Set(recorded).subtracting(["ResponseMetadata"]))
                try await apus.invoke("scheduler:DeleteSchedule", ["Name": "s"])
            }
        }
    }
}

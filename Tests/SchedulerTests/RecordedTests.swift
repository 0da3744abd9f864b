import ApusTesting
import Scheduler
import SharedVectors
import Testing
import Wire

/// What AWS itself answered, where the recordings are at hand (`APUS_SHARED`, or beside the repository).
@Suite struct RecordedTests {
    private static let recordings = Recordings(of: "scheduler")

    @Test(.enabled(if: recordings.arePresent)) func aScheduleIsMadeAsAWSMadeIt() async throws {
        let recorded =
            try Self.recordings.answer(
                "tests_create_schedule_with_valid_schedule_expression", "valid-schedule-expression"
            ).object?.names ?? []
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

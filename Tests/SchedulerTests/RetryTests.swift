import ApusTesting
import Kernel
import SNS
import SQS
import Scheduler
import Synchronization
import Testing
import Wire

/// How often a target is tried that fails for a while.
@Suite struct RetryTests {
    private func world(_ body: (TestApus) async throws -> Void) async throws {
        try await withApus([.sqs, .scheduler, .flaky]) { apus in
            try await apus.queue("q")
            try await body(apus)
        }
    }

    private func value(_ letter: JSON, _ attribute: String) -> String? {
        letter["MessageAttributes"]?[attribute]?["StringValue"]?.string
    }

    private func schedule(_ apus: TestApus, failures: Int, retry: JSON) async throws {
        Flaky.failures.withLock { $0[ObjectIdentifier(apus.kernel)] = failures }
        Flaky.taken.withLock { $0[ObjectIdentifier(apus.kernel)] = [] }
        try await apus.schedule(
            "at(2026-01-01T00:00:30)",
            target: [
                "Arn": .string(TestApus.arn("lambda", "function:f")),
                "Input": #"{"attempt": <aws.scheduler.attempt-number>}"#, "RetryPolicy": retry,
                "DeadLetterConfig": ["Arn": .string(TestApus.arn("sqs", "q"))],
            ])
    }

    @Test func aTargetIsTriedAgainWithTheNumberOfTheAttempt() async throws {
        try await world { apus in
            try await schedule(apus, failures: 2, retry: ["MaximumRetryAttempts": 5])
            await apus.advance(by: .seconds(120))
            #expect(try await apus.bodies("q") == [])
            let taken = Flaky.taken.withLock { $0[ObjectIdentifier(apus.kernel)] ?? [] }
            #expect(taken == [#"{"attempt": 3}"#])
        }
    }

    @Test func attemptsAreLimited() async throws {
        try await world { apus in
            try await schedule(apus, failures: 9, retry: ["MaximumRetryAttempts": 2])
            await apus.advance(by: .seconds(3600))
            let letter = try #require(try await apus.messages("q").first)
            #expect(letter["Body"] == #"{"attempt": 3}"#)
            #expect(value(letter, "ERROR_CODE") == "ServiceException")
            #expect(value(letter, "RETRY_ATTEMPTS") == "2")
            #expect(value(letter, "EXHAUSTED_RETRY_CONDITION") == "MaximumRetryAttempts")
        }
    }

    @Test func ageIsLimited() async throws {
        try await world { apus in
            try await schedule(apus, failures: 999, retry: ["MaximumEventAgeInSeconds": 60])
            await apus.advance(by: .seconds(3600))
            let letter = try #require(try await apus.messages("q").first)
            #expect(value(letter, "EXHAUSTED_RETRY_CONDITION") == "MaximumEventAgeInSeconds")
        }
    }
}

import ApusTesting
import SQS
import Scheduler
import Testing
import Wire

/// Keywords of an input, in whose places a target gets facts about the schedule.
/// https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
@Suite struct ContextAttributeTests {
    private static let soon = "at(2026-01-01T00:00:30)"
    private static let time = "2026-01-01T00:00:30Z"

    @Test(arguments: [
        (#"{"at": "<aws.scheduler.scheduled-time>"}"#, #"{"at": "\#(time)"}"#),
        (#"{"n": <aws.scheduler.attempt-number>, "x": [1]}"#, #"{"n": 1, "x": [1]}"#),
        ("<aws.scheduler.scheduled-time>/<aws.scheduler.scheduled-time>", "\(time)/\(time)"),
        (
            "run of <aws.scheduler.schedule-arn>",
            "run of \(TestApus.arn("scheduler", "schedule/default/s"))"
        ),
        // What is no keyword stays.
        (
            "<aws.scheduler.none> <b> < aws.scheduler.scheduled-time>",
            "<aws.scheduler.none> <b> < aws.scheduler.scheduled-time>"
        ),
        ("plain", "plain"),
    ])
    func anInputIsFilledIn(input: String, expected: String) async throws {
        try await withSchedules { apus in
            try await apus.schedule(Self.soon, target: ["Input": .string(input)])
            await apus.advance(by: .seconds(60))
            #expect(try await apus.bodies("q") == [expected])
        }
    }

    @Test func eachRunHasAnIdentifierOfItsOwn() async throws {
        try await withSchedules { apus in
            try await apus.schedule("rate(1 minute)", target: ["Input": "<aws.scheduler.execution-id>"])
            await apus.advance(by: .seconds(150))
            let ids = try await apus.bodies("q")
            #expect(ids.count >= 2)
            #expect(Set(ids).count == ids.count)
        }
    }

    @Test func theTimeIsTheScheduledOneWhateverTheWindow() async throws {
        try await withSchedules { apus in
            try await apus.schedule(
                Self.soon, ["FlexibleTimeWindow": ["Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15]],
                target: ["Input": "<aws.scheduler.scheduled-time>"])
            await apus.advance(by: .seconds(1000))
            #expect(try await apus.bodies("q") == [Self.time])
        }
    }

    @Test func theInputOfACallIsFilledIn() async throws {
        try await withSchedules { apus in
            let url = try await apus.invoke("sqs:GetQueueUrl", ["QueueName": "q"])["QueueUrl"] ?? ""
            let input: JSON = ["MessageBody": "at <aws.scheduler.scheduled-time>", "QueueUrl": url]
            try await apus.schedule(
                Self.soon,
                target: [
                    "Arn": "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", "Input": .string(input.text),
                ])
            await apus.advance(by: .seconds(60))
            #expect(try await apus.bodies("q") == ["at \(Self.time)"])
        }
    }
}

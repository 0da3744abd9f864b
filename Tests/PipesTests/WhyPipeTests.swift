import ApusTesting
import Kernel
import Pipes
import Testing
import Wire

/// What `apus why` tells of messages that a pipe takes.
@Suite struct WhyPipeTests {
    private func sentences(_ answer: JSON) -> [String] {
        func collect(_ node: JSON) -> [String] {
            [node["what"]?.string ?? ""] + (node["then"]?.array ?? []).flatMap(collect)
        }
        return (answer["path"]?.array ?? []).flatMap(collect)
    }

    private func put(_ apus: TestApus) async throws -> String {
        let url: JSON = try await apus.invoke("sqs:GetQueueUrl", ["QueueName": "in"])["QueueUrl"] ?? ""
        let sent = try await apus.invoke("sqs:SendMessage", ["QueueUrl": url, "MessageBody": "m"])
        await apus.settle()
        return sent["MessageId"]?.string ?? ""
    }

    @Test func aMessageTellsOfThePipeThatTookIt() async throws {
        try await withPipes { apus in
            try await apus.pipe()
            let answer = try await apus.why(try await put(apus))
            #expect(answer["ends"] == ["done": 1])
            #expect(sentences(answer).contains("\(TestApus.arn("sqs", "out")) did its work."))
        }
    }

    @Test func aStoppedPipeIsSaidToTakeNothing() async throws {
        try await withPipes { apus in
            try await apus.pipe(["DesiredState": "STOPPED"])
            let answer = try await apus.why(try await put(apus))
            #expect(sentences(answer).contains("The pipe p is STOPPED: it takes nothing."))
        }
    }
}

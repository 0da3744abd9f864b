import ApusTesting
import Kernel
import Synchronization
import SQS
import Testing
import Wire

@Suite struct LongPollingTests {
    /// Polls beside the test; answers what came and at which moment of the virtual clock.
    private func poll(
        _ apus: TestApus, _ url: String, wait: Int = 20, _ more: JSON = [:]
    ) -> Task<(bodies: [String], at: Instant), any Error> {
        Task {
            var object: JSONObject = ["WaitTimeSeconds": .number(String(wait))]
            for member in more.object?.members ?? [] { object[member.name] = member.value }
            let bodies = try await apus.bodies(url, .object(object))
            return (bodies, apus.now)
        }
    }

    /// Waits until the queue's polls have looked and gone to sleep.
    private func untilPolling(_ apus: TestApus) async {
        for _ in 0..<50 { await Task.yield() }
        await apus.settle()
    }

    @Test func itAnswersAtOnceWhenMessagesExist() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            try await apus.send("x", to: url)
            let found = try await poll(apus, url).value
            #expect(found.bodies == ["x"])
            #expect(found.at == TestApus.start)
        }
    }

    @Test func itIsWokenByASend() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            let polling = poll(apus, url)
            await untilPolling(apus)
            try await apus.send("x", to: url)
            #expect(try await polling.value.bodies == ["x"])
            #expect(apus.now == TestApus.start)
        }
    }

    @Test func itIsWokenWhenAVisibilityTimeoutEnds() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            try await apus.send("x", to: url)
            _ = try await apus.receive(url, ["VisibilityTimeout": 7])
            let polling = poll(apus, url)
            await untilPolling(apus)
            await apus.advance(by: .seconds(20))
            let found = try await polling.value
            #expect(found.bodies == ["x"])
        }
    }

    @Test func itIsWokenWhenADelayEnds() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            let polling = poll(apus, url)
            await untilPolling(apus)
            try await apus.send("x", to: url, ["DelaySeconds": 3])
            await apus.advance(by: .seconds(3))
            #expect(try await polling.value.bodies == ["x"])
        }
    }

    @Test func itIsWokenWhenAMessageIsGivenBack() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            try await apus.send("x", to: url)
            let message = try #require(try await apus.receive(url).first)
            let polling = poll(apus, url)
            await untilPolling(apus)
            try await apus.changeVisibility(message, of: url, to: 0)
            #expect(try await polling.value.bodies == ["x"])
            #expect(apus.now == TestApus.start)
        }
    }

    @Test func itIsWokenWhenAGroupIsFree() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeFIFO()
            try await apus.send("1", to: url, group: "g")
            try await apus.send("2", to: url, group: "g")
            let first = try #require(try await apus.receive(url, max: 1).first)
            let polling = poll(apus, url)
            await untilPolling(apus)
            try await apus.delete(first, from: url)
            #expect(try await polling.value.bodies == ["2"])
        }
    }

    @Test func itEndsEmptyAtItsDeadline() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue("q", ["ReceiveMessageWaitTimeSeconds": "5"])
            let polling = Task { try await (apus.receive(url).count, apus.now) }
            await untilPolling(apus)
            await apus.advance(by: .seconds(5))
            let (count, _) = try await polling.value
            #expect(count == 0)
        }
    }

    @Test func manyPollsShareABatchWithoutLeavingAnything() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            let polls = (0..<8).map { _ in poll(apus, url, ["MaxNumberOfMessages": 1]) }
            await untilPolling(apus)
            for index in 0..<8 { try await apus.send("\(index)", to: url) }
            var bodies: [String] = []
            for polling in polls { bodies += try await polling.value.bodies }
            #expect(bodies.sorted() == (0..<8).map(String.init))
            #expect(apus.now == TestApus.start)
        }
    }

    @Test func messagesThatReturnTogetherReachEveryPoll() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            for index in 0..<6 { try await apus.send("\(index)", to: url) }
            _ = try await apus.receive(url, ["VisibilityTimeout": 4])
            let polls = (0..<6).map { _ in poll(apus, url, ["MaxNumberOfMessages": 1]) }
            await untilPolling(apus)
            await apus.advance(by: .seconds(4))
            var bodies: [String] = []
            for polling in polls { bodies += try await polling.value.bodies }
            #expect(bodies.sorted() == (0..<6).map(String.init))
        }
    }

    @Test func aDeletedQueueEndsItsPolls() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            let polling = poll(apus, url)
            await untilPolling(apus)
            try await apus.invoke("sqs:DeleteQueue", ["QueueUrl": .string(url)])
            await #expect(throws: (any Error).self) { try await polling.value }
        }
    }
}

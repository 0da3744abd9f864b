import ApusTesting
import Kernel
@testable import SQS
import Store
import Testing
import Wire

/// Every access path of every table is a search by an index, and none passes over rows it does not want.
@Suite struct StorageTests {
    private func drive(_ apus: TestApus, _ url: String, grave: String) async throws {
        let queue = JSON.string(url)
        for index in 0..<20 { try await apus.send("\(index)", to: url, group: "g\(index % 3)") }
        try await apus.send("19", to: url, group: "g1")
        if !url.hasSuffix(".fifo") { try await apus.send("later", to: url, ["DelaySeconds": 5]) }
        let attempt: JSON = url.hasSuffix(".fifo") ? ["ReceiveRequestAttemptId": "a"] : [:]
        let received = try await apus.receive(url, attempt)
        _ = try await apus.receive(url, attempt)
        try await apus.changeVisibility(received[1], of: url, to: 0)
        try await apus.changeVisibility(received[2], of: url, to: 5)
        try await apus.delete(received[0], from: url)
        _ = try await apus.counts(url)
        for _ in 0..<5 {
            await apus.advance(by: .seconds(5))
            _ = try await apus.receive(url)
        }
        let name = String(grave.split(separator: "/").last ?? "")
        let started = try await apus.invoke(
            "sqs:StartMessageMoveTask", ["SourceArn": .string(arn(name)), "MaxNumberOfMessagesPerSecond": 1])
        try await apus.invoke("sqs:ListMessageMoveTasks", ["SourceArn": .string(arn(name))])
        await apus.advance(by: .seconds(2))
        _ = try await apus.failure("sqs:CancelMessageMoveTask", ["TaskHandle": started["TaskHandle"] ?? ""])
        try await apus.invoke("sqs:ListDeadLetterSourceQueues", ["QueueUrl": .string(grave)])
        try await apus.invoke("sqs:ListQueues", ["QueueNamePrefix": "s"])
        try await apus.invoke("sqs:TagQueue", ["QueueUrl": queue, "Tags": ["a": "b"]])
        try await apus.set(["MessageRetentionPeriod": "60"], on: url)
        await apus.advance(by: .seconds(100))
        try await apus.send("last", to: url, group: "g")
        try await apus.invoke("sqs:PurgeQueue", ["QueueUrl": queue])
        await apus.settle()
        try await apus.invoke("sqs:DeleteQueue", ["QueueUrl": queue])
        await apus.settle()
    }

    @Test(arguments: [false, true]) func nothingThatTheServiceAsksScansATable(isFIFO: Bool) async throws {
        try await withDeadLetters(fifo: isFIFO) { apus, source, grave in
            try await drive(apus, source, grave: grave)
            let scanning = try apus.kernel.store.scanningStatements().filter { $0.contains("sqs_") }
            #expect(scanning == [])
        }
    }

    @Test func aScanWouldBeFound() async throws {
        try await withApus([.sqs]) { apus in
            _ = try await rowCounts(apus)
            let scanning = try apus.kernel.store.scanningStatements()
            #expect(scanning.contains("SELECT count(*) FROM sqs_message"))
        }
    }

    @Test func keysStandInTheOrderOfArrivalWithinTheirLane() {
        let first = MessageKey(line: 3, lane: .waiting, sequence: 1)
        let last = MessageKey(line: 3, lane: .waiting, sequence: MessageKey.sequenceMax)
        let delayed = MessageKey(line: 3, lane: .delayed, sequence: 1)
        let next = MessageKey(line: 4, lane: .waiting, sequence: 1)
        #expect(first < last && last < delayed && delayed < next)
        #expect([first, last, delayed, next].map(\.line) == [3, 3, 3, 4])
        #expect([first, last, delayed, next].map(\.sequence) == [1, MessageKey.sequenceMax, 1, 1])
        #expect(MessageKey(line: MessageKey.lineMax, lane: .delayed, sequence: MessageKey.sequenceMax).value > 0)
    }

    @Test func aHandleIsReadAsItWasWritten() throws {
        let queue = Queue(
            id: 7, scope: Scope(id: 1, account: "000000000000", region: "eu-central-1"), name: "q", line: 3,
            times: (TestApus.start, TestApus.start, nil), attributes: try QueueAttributes(creating: [:]))
        let key = MessageKey(line: 3, lane: .delayed, sequence: 12_345)
        let handle = ReceiptHandle(queue: 7, key: key, receives: 3)
        let read = try ReceiptHandle(handle.text, of: queue)
        #expect(read == handle)
        var damaged = Array(handle.text)
        damaged[5] = damaged[5] == "A" ? "B" : "A"
        #expect(throws: (any Error).self) { try ReceiptHandle(String(damaged), of: queue) }
    }

    @Test func countsStayExactWhenThousandsReturnAtOnce() async throws {
        try await withQueue { apus, url in
            // More hidden messages come due at once than one transaction settles.
            for _ in 0..<250 {
                let entries = JSON.array((0..<10).map { ["Id": .string("\($0)"), "MessageBody": "x"] })
                try await apus.invoke("sqs:SendMessageBatch", ["QueueUrl": .string(url), "Entries": entries])
            }
            for _ in 0..<250 {
                _ = try await apus.receive(url, ["VisibilityTimeout": 5])
                await apus.advance(by: .milliseconds(1))
            }
            #expect(try await apus.counts(url) == [0, 2500, 0])
            await apus.advance(by: .seconds(5))
            #expect(try await apus.counts(url) == [2500, 0, 0])
            #expect(try await apus.receive(url).count == 10)
            #expect(try await apus.counts(url) == [2490, 10, 0])
        }
    }
}

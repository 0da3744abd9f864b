import Kernel
import Synchronization
import Testing
import Wire

@testable import Lambda

@Suite struct WorkerTests {
    /// A worker with a fake process; time stands still unless a test moves it.
    final class Bench: Sendable {
        let process = FakeProcess()
        let time = TimeSource(.virtual(start: Instant(milliseconds: 0)))
        let worker: Worker
        let answers = Mutex<[ResponseParts]>([])

        init() {
            let facts = WorkerFacts(
                function: 1, scope: Scope(id: 1, account: "000000000000", region: "eu-central-1"), name: "f",
                version: "$LATEST", runtimeVersion: "arn", timeoutSeconds: 3, memoryMegabytes: 128)
            worker = Worker(
                key: WorkerKey(version: 1, revision: "r"), facts: facts, startedAt: time.now, realTime: time,
                journal: Journal { _ in })
            worker.attach(process) {}
        }

        func request(_ method: String, _ path: String, _ body: String = "") {
            worker.handle(
                LocalRequest(
                    method: method, path: "/2018-06-01/runtime/\(path)", header: { _ in nil },
                    body: Array(body.utf8)),
                LocalReply { answer in self.answers.withLock { $0.append(answer) } })
        }

        func run(_ id: String) async -> Outcome? {
            await worker.run(
                Invocation(
                    requestID: id, payload: Array("{}".utf8), functionARN: "arn", trace: "Root=1",
                    clientContext: nil))
        }

        func text(_ outcome: Outcome?) -> String { String(decoding: outcome?.payload ?? [], as: UTF8.self) }
    }

    @Test func aWaitingProcessGetsTheEventWithItsHeaders() async {
        let bench = Bench()
        bench.request("GET", "invocation/next")
        async let outcome = bench.run("id-1")
        while bench.answers.withLock({ $0.isEmpty }) { await Task.yield() }
        let answer = bench.answers.withLock { $0[0] }
        #expect(answer.headers.contains { $0.name == "Lambda-Runtime-Aws-Request-Id" && $0.value == "id-1" })
        bench.request("POST", "invocation/id-1/response", "7")
        #expect(bench.text(await outcome) == "7")
        #expect(bench.answers.withLock { $0[1].status } == 202)
    }

    @Test func anAnswerToAnotherRunIsRefused() async {
        let bench = Bench()
        bench.request("POST", "invocation/nobody/response", "7")
        #expect(bench.answers.withLock { $0[0].status } == 400)
    }

    @Test func aRunThatTakesTooLongEndsWithItsProcess() async {
        let bench = Bench()
        bench.request("GET", "invocation/next")
        async let outcome = bench.run("id-1")
        while bench.answers.withLock({ $0.isEmpty }) { await Task.yield() }
        _ = await bench.time.advance(to: Instant(milliseconds: 3000))
        let ended = await outcome
        #expect(
            bench.text(ended)
                == "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":"
                + "\"RequestId: id-1 Error: Task timed out after 3.00 seconds\"}")
        #expect(bench.process.isEnded && !bench.worker.isUsable)
    }

    @Test func aCrashIsTheRunsError() async {
        let bench = Bench()
        bench.request("GET", "invocation/next")
        async let outcome = bench.run("id-1")
        while bench.answers.withLock({ $0.isEmpty }) { await Task.yield() }
        bench.process.end(.exited(1))
        #expect(bench.text(await outcome).contains("Runtime exited with error: exit status 1"))
    }

    @Test func aProcessThatIsLostBetweenRunsCostsNoRun() async {
        let bench = Bench()
        bench.request("GET", "invocation/next")
        bench.process.end(.exited(0))
        #expect(await bench.run("id-1") == nil)
    }

    @Test func anErrorAtTheStartIsTheAnswer() async {
        let bench = Bench()
        async let outcome = bench.run("id-1")
        while bench.worker.state.withLock({ $0.assignment == nil }) { await Task.yield() }
        bench.request("POST", "init/error", "{\"errorType\":\"Runtime.ImportModuleError\"}")
        #expect(bench.text(await outcome) == "{\"errorType\":\"Runtime.ImportModuleError\"}")
    }

    @Test func anAnswerBeyondSixMegabytesIsAnError() async {
        let bench = Bench()
        bench.request("GET", "invocation/next")
        async let outcome = bench.run("id-1")
        while bench.answers.withLock({ $0.isEmpty }) { await Task.yield() }
        bench.request("POST", "invocation/id-1/response", String(repeating: "x", count: 6_291_557))
        #expect(
            bench.text(await outcome).contains(
                "Response payload size exceeded maximum allowed payload size (6291556 bytes)."))
    }
}

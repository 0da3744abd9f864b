import ApusTesting
import CloudFormation
import Kernel
import Logging
import Store
import Testing
import Wire

/// A server that is stopped in the middle of an operation, and another one on the same store.
@Suite struct RestartTests {
    private struct Nothing: HTTPPort, ProcessPort, Blobs {
        struct Refused: Error {}

        func send(_ request: OutboundRequest) async throws -> OutboundResponse { throw Refused() }
        func start(_ program: ProcessRequest) async throws -> any RunningProcess { throw Refused() }
        func create() async throws -> any BlobWriter { throw Refused() }
        func read(_ id: BlobID, range: Range<Int>?) async throws -> BodyStream { throw Refused() }
        func remove(_ id: BlobID) async throws {}
        func path(of id: BlobID) -> String { "" }
    }

    private func server(on store: Store, at seconds: Int, seed: UInt64) async throws -> Kernel {
        var log = Logger(label: "apus", factory: { StreamLogHandler.standardError(label: $0) })
        log.logLevel = .error
        let nothing = Nothing()
        let kernel = Kernel(
            store: store,
            time: TimeSource(
                .virtual(start: TestApus.start + .seconds(seconds)), settlingTimeMax: TestApus.settlingTimeMax
            ),
            entropy: Entropy(seed: seed), settings: KernelSettings(), log: log,
            outside: Outside(http: nothing, processes: nothing), blobs: nothing)
        try kernel.install([.toy, .cloudFormation])
        try await kernel.start()
        return kernel
    }

    private func invoke(_ kernel: Kernel, _ action: String, _ input: JSON) async throws -> JSON {
        let scope = try await kernel.scopes.scope(account: TestApus.account, region: TestApus.region)
        let call = Kernel.Call(
            kernel: kernel, scope: scope, principal: .root(TestApus.account), operation: action)
        return try await kernel.time.activity.track { try await call.invoke(action, input) }
    }

    private func rest(_ kernel: Kernel, _ seconds: Int = 0) async {
        _ = await kernel.time.advance(to: kernel.time.now + .seconds(seconds))
    }

    private func status(_ kernel: Kernel) async throws -> String? {
        let answer = try await invoke(kernel, "cloudformation:DescribeStacks", ["StackName": "s"])
        return answer["Stacks"]?.array?.first?["StackStatus"]?.string
    }

    @Test func anInterruptedCreationGoesOnAndMakesNothingTwice() async throws {
        let store = try Store(.memory)
        let first = try await server(on: store, at: 0, seed: 1)
        _ = try await invoke(
            first, "cloudformation:CreateStack",
            [
                "StackName": "s",
                "TemplateBody": .string(
                    things("A: Name: a", "B: Seconds: 60, Color: !Ref A", "C: Color: !Ref B")),
            ])
        await rest(first)
        #expect(try await status(first) == "CREATE_IN_PROGRESS")
        #expect(try await first.toyLog() == ["create A", "create B"])
        await first.stop()
        let second = try await server(on: store, at: 100, seed: 2)
        await rest(second)
        #expect(try await status(second) == "CREATE_COMPLETE")
        let log = try await second.toyLog()
        #expect(log.filter { $0.hasPrefix("create") } == ["create A", "create B", "create C"])
        await second.stop()
        store.close()
    }

    @Test func anInterruptedUpdateIsBroughtBackAfterARestart() async throws {
        let store = try Store(.memory)
        let first = try await server(on: store, at: 0, seed: 1)
        _ = try await invoke(
            first, "cloudformation:CreateStack",
            ["StackName": "s", "TemplateBody": .string(things("A: Name: a, Color: red"))])
        await rest(first)
        _ = try await invoke(
            first, "cloudformation:UpdateStack",
            [
                "StackName": "s",
                "TemplateBody": .string(
                    things(
                        "A: Name: a, Color: blue", "B: Seconds: 60, Color: !Ref A",
                        "C: FailCreate: true, Color: !Ref B")),
            ])
        await rest(first)
        await first.stop()
        let second = try await server(on: store, at: 100, seed: 2)
        await rest(second)
        #expect(try await status(second) == "UPDATE_ROLLBACK_COMPLETE")
        #expect(try await second.toyThings() == ["a"])
        #expect(try await second.toyLog().contains("update A red"))
        await second.stop()
        store.close()
    }
}

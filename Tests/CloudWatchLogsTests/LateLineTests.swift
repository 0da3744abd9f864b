import ApusTesting
import CloudWatchLogs
import Kernel
import Testing
import Wire

/// Lines of services that make their groups themselves.
@Suite struct LateLineTests {
    private func send(_ apus: TestApus, depth: Int, creates: Bool) async throws {
        let scope = try await apus.kernel.scopes.scope(account: TestApus.account, region: TestApus.region)
        let call = Kernel.Call(
            kernel: apus.kernel, scope: scope, principal: .root(TestApus.account), operation: "test",
            depth: depth)
        _ = try await call.write { tx in
            _ = try call.send(
                Delivery(
                    id: call.makeID(),
                    target: "arn:aws:logs:\(TestApus.region):\(TestApus.account):log-group:late:*",
                    action: "logs:PutLogEvents", payload: Array("line".utf8),
                    parameters: creates ? ["CreatesLogGroup": true] : [:],
                    source: "arn:aws:sns:\(TestApus.region):\(TestApus.account):t", trace: call.trace),
                in: tx)
        }
        await apus.settle()
    }

    private func messages(_ apus: TestApus) async throws -> [String] {
        let found = try await apus.invoke("logs:FilterLogEvents", ["logGroupName": "late"])
        return (found["events"]?.array ?? []).compactMap { $0["message"]?.string }
    }

    @Test(arguments: [0, Kernel.Call.handoverDepthMax]) func aLineMakesItsGroupAlsoWhenItWaited(
        depth: Int
    ) async throws {
        try await withApus([.cloudWatchLogs]) { apus in
            try await send(apus, depth: depth, creates: true)
            #expect(try await messages(apus) == ["line"])
        }
    }

    @Test func aLineOfASenderThatDoesNotMakeGroupsMakesNone() async throws {
        try await withApus([.cloudWatchLogs]) { apus in
            try await send(apus, depth: 0, creates: false)
            #expect(try await apus.invoke("logs:DescribeLogGroups")["logGroups"] == [])
        }
    }
}

import ApusTesting
import Kernel
import Testing
import Wire

/// What became of events and messages that functions are for.
@Suite struct WhyFunctionTests {
    @Test func anEventThatAFunctionFailsIsToldWithItsErrorAndTheNextRun() async throws {
        try await withFlows { apus in
            try await apus.queue("dead")
            try await apus.function(
                "f", ["DeadLetterConfig": ["TargetArn": .string(TestApus.arn("sqs", "dead"))]])
            apus.functions.answer { _ in .failure(type: "Broken", message: "no luck") }
            try await apus.rule("r", to: TestApus.arn("lambda", "function:f"))
            let id = try await apus.put()["EventId"]?.string
            await apus.settle()
            let path = try await apus.path(id)
            #expect(path.first("failed")?["code"]?.string == "Broken")
            #expect(path.first("failed")?["message"]?.string == "no luck")
            #expect(path.first("waiting")?["until"]?.string == "2026-01-01T00:01:00.000Z")
            await apus.advance(by: .seconds(600))
            let later = try await apus.path(id)
            #expect(later.places.filter { $0["state"]?.string == "failed" }.count == 3)
            #expect(later.first("failed", of: "$LATEST") != nil)
            #expect(later.places.contains { $0["code"]?.string == "RetriesExhausted" })
            #expect(later.ends == ["waiting": 1])
            #expect(later.first("arrived", of: ":dead")?["via"]?.string == "the function's dead letters")
        }
    }

    @Test func aRequestIDLeadsToTheRunAndItsDestination() async throws {
        try await withFlows { apus in
            try await apus.queue("done")
            try await apus.function("f")
            try await apus.invoke(
                "lambda:PutFunctionEventInvokeConfig",
                [
                    "FunctionName": "f",
                    "DestinationConfig": ["OnSuccess": ["Destination": .string(TestApus.arn("sqs", "done"))]],
                ])
            let scope = try await apus.kernel.scopes.scope(account: TestApus.account, region: TestApus.region)
            let call = Kernel.Call(
                kernel: apus.kernel, scope: scope, principal: .root(TestApus.account), operation: "Invoke")
            _ = try await call.invoke("lambda:Invoke", ["FunctionName": "f", "InvocationType": "Event"])
            await apus.settle()
            let path = try await apus.path(call.requestID)
            #expect(path.first("done", of: "$LATEST")?["attempts"]?.integer == 1)
            #expect(path.first("arrived", of: ":done")?["via"]?.string == "the destination for successes")
            #expect(path.ends == ["done": 1, "waiting": 1])
        }
    }

    @Test func aMessageTellsOfEveryRunThatItWasGivenTo() async throws {
        try await withFlows { apus in
            try await apus.queue("q", ["VisibilityTimeout": "10"])
            try await apus.function("f")
            apus.functions.answer { _ in .failure(type: "Broken", message: "no luck") }
            try await apus.mapping("q", to: "f")
            let id = try await apus.send("m", to: "q")
            await apus.settle()
            let path = try await apus.path(id)
            #expect(path.first("failed", of: "function:f")?["message"]?.string == "no luck")
            #expect(path.first("waiting", of: ":q")?["until"]?.string == "2026-01-01T00:00:10.000Z")
            apus.functions.answer { _ in .success("null") }
            await apus.advance(by: .seconds(11))
            let later = try await apus.path(id)
            #expect(later.ends == ["done": 1])
            let run = later.first("done", of: "function:f")?["id"]?.string
            #expect(try await apus.path(run).places.contains { $0["id"]?.string == id })
        }
    }

    @Test func aDisabledMappingAndAThrottledFunctionAreNamed() async throws {
        try await withFlows { apus in
            try await apus.queue("q")
            try await apus.function("f")
            let uuid = try await apus.mapping("q", to: "f", ["Enabled": false])
            let id = try await apus.send("m", to: "q")
            #expect(
                try await apus.path(id).told(of: uuid)
                    == ["The mapping to the function f is disabled: it takes nothing."])
            try await apus.invoke(
                "lambda:PutFunctionConcurrency", ["FunctionName": "f", "ReservedConcurrentExecutions": 0])
            try await apus.invoke(
                "lambda:UpdateEventSourceMapping", ["UUID": .string(uuid), "Enabled": true])
            await apus.advance(by: .seconds(7))
            let path = try await apus.path(id)
            #expect(
                path.told(of: uuid)
                    == ["The mapping to the function f is throttled: the reserved concurrency is 0."])
            #expect(path.first("failed", of: "function:f")?["code"]?.string == "TooManyRequestsException")
        }
    }

    @Test func aMappingsFilterNamesTheFieldThatDiffered() async throws {
        try await withFlows { apus in
            try await apus.queue("q")
            try await apus.function("f")
            let filter: JSON = ["Filters": [["Pattern": #"{"body":{"n":[{"numeric":[">",1]}]}}"#]]]
            let uuid = try await apus.mapping("q", to: "f", ["FilterCriteria": filter])
            let id = try await apus.send(#"{"n":1}"#, to: "q")
            await apus.settle()
            let miss = try await apus.path(id).first("notMatched", of: uuid)
            #expect(miss?["field"]?.string == "body.n")
            #expect(miss?["found"]?.string == "[1]")
        }
    }

    @Test func aRunForSeveralMessagesLeadsToEachOfThem() async throws {
        try await withFlows { apus in
            try await apus.queue("q")
            try await apus.function("f")
            let ids = [try await apus.send("a", to: "q"), try await apus.send("b", to: "q")]
            try await apus.mapping("q", to: "f")
            await apus.settle()
            let run = try await apus.path(ids[0]).first("done", of: "function:f")?["id"]?.string
            let path = try await apus.path(run)
            for id in ids { #expect(path.places.contains { $0["id"]?.string == id }) }
        }
    }
}

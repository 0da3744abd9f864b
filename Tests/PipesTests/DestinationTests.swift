import ApusTesting
import EventBridge
import Kernel
import Pipes
import Testing
import Wire

/// API destinations behind and within pipes.
@Suite struct DestinationTests {
    private func destination(_ apus: TestApus) async throws -> JSON {
        let connection = try await apus.invoke(
            "events:CreateConnection",
            [
                "Name": "c", "AuthorizationType": "API_KEY",
                "AuthParameters": ["ApiKeyAuthParameters": ["ApiKeyName": "X-Key", "ApiKeyValue": "k"]],
            ])
        return try await apus.invoke(
            "events:CreateApiDestination",
            [
                "Name": "d", "ConnectionArn": connection["ConnectionArn"] ?? "", "HttpMethod": "POST",
                "InvocationEndpoint": "https://example.com/orders/*",
            ])["ApiDestinationArn"] ?? ""
    }

    @Test func aDestinationIsCalledForEachMessage() async throws {
        try await withPipes { apus in
            try await apus.pipe([
                "Target": try await destination(apus),
                "TargetParameters": [
                    "InputTemplate": #"{"n": <$.body.n>}"#,
                    "HttpParameters": [
                        "PathParameterValues": ["$.body.id"], "HeaderParameters": ["X-Id": "$.body.id"],
                        "QueryStringParameters": ["q": "1"],
                    ],
                ],
            ])
            try await apus.send([#"{"n":1,"id":"a"}"#, #"{"n":2,"id":"b"}"#])
            // A destination takes so many requests a second.
            await apus.advance(by: .seconds(1))
            let requests = apus.http.requests
            #expect(
                requests.map(\.url).sorted() == [
                    "https://example.com/orders/a?q=1", "https://example.com/orders/b?q=1",
                ])
            let bodies = requests.map { String(decoding: $0.body, as: UTF8.self) }
            #expect(bodies.sorted() == [#"{"n": 1}"#, #"{"n": 2}"#])
            let headers = requests.first?.headers.map { "\($0.name): \($0.value)" } ?? []
            #expect(headers.contains("X-Key: k"))
            #expect(headers.contains("X-Id: a") || headers.contains("X-Id: b"))
            await apus.advance(by: .seconds(60))
            #expect(try await apus.bodies("in") == [])
        }
    }

    @Test func aDestinationThatFailsGetsTheMessageAgain() async throws {
        try await withPipes { apus in
            apus.http.answer { _ in OutboundResponse(status: 500) }
            try await apus.pipe(["Target": try await destination(apus)])
            try await apus.send(["1"])
            #expect(apus.http.requests.count == 1)
            apus.http.answer { _ in OutboundResponse(status: 200) }
            await apus.advance(by: .seconds(60))
            #expect(apus.http.requests.count == 2)
            #expect(try await apus.bodies("in") == [])
        }
    }

    @Test func whatADestinationAnswersEnriches() async throws {
        try await withPipes { apus in
            apus.http.answer { request in
                OutboundResponse(status: 200, body: Array(#"{"echo":"#.utf8) + request.body + Array("}".utf8))
            }
            try await apus.pipe([
                "Enrichment": try await destination(apus),
                "EnrichmentParameters": ["InputTemplate": "<$.body>"],
            ])
            try await apus.send([#"{"n":1}"#])
            #expect(try await apus.bodies("out") == [#"{"echo":{"n":1}}"#])
        }
    }

    @Test func aDestinationTakesOneAtATime() async throws {
        try await withPipes { apus in
            let failure = try await apus.failure(
                "pipes:CreatePipe",
                TestApus.pipe([
                    "Target": try await destination(apus),
                    "SourceParameters": ["SqsQueueParameters": ["BatchSize": 2]],
                ]))
            #expect(failure?.code == "ValidationException")
        }
    }
}

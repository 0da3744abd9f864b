import ApusTesting
import EventBridge
import Kernel
import SQS
import Synchronization
import Testing
import Wire

@Suite struct TokenTests {
    /// An authorization server and an endpoint that takes its newest token alone.
    private final class World: Sendable {
        let issued = Mutex(0)
        let lifetime: Int
        let refusal: Int?

        init(lifetime: Int = 3600, refusal: Int? = nil) {
            self.lifetime = lifetime
            self.refusal = refusal
        }

        func answer(_ request: OutboundRequest) -> OutboundResponse {
            guard request.url.hasPrefix("https://id.example.com/") else {
                let newest = issued.withLock { "Bearer t\($0)" }
                let isKnown = request.headers.contains { $0.name == "Authorization" && $0.value == newest }
                return OutboundResponse(status: isKnown ? 200 : 401)
            }
            if let refusal { return OutboundResponse(status: refusal) }
            let number = issued.withLock { issued in
                issued += 1
                return issued
            }
            return OutboundResponse(
                status: 200,
                body: Array(
                    #"{"access_token":"t\#(number)","token_type":"bearer","expires_in":\#(lifetime)}"#.utf8))
        }

        /// As when the server forgets all tokens.
        func revoke() { issued.withLock { $0 += 1 } }
    }

    private static let parameters: JSON = [
        "OAuthParameters": [
            "ClientParameters": ["ClientID": "id", "ClientSecret": "secret"],
            "AuthorizationEndpoint": "https://id.example.com/token", "HttpMethod": "POST",
            "OAuthHttpParameters": [
                "HeaderParameters": [["Key": "X-Tenant", "Value": "t"]],
                "QueryStringParameters": [["Key": "v", "Value": "1"]],
                "BodyParameters": [
                    ["Key": "scope", "Value": "a b"],
                    ["Key": "pin", "Value": "1234", "IsValueSecret": true],
                ],
            ],
        ]
    ]

    private func connect(_ apus: TestApus, _ parameters: JSON = parameters, target: JSON = [:]) async throws {
        let made = try await apus.invoke(
            "events:CreateConnection",
            [
                "Name": "c", "AuthorizationType": "OAUTH_CLIENT_CREDENTIALS", "AuthParameters": parameters,
            ])
        #expect(made["ConnectionState"] == "AUTHORIZING")
        let destination = try await apus.invoke(
            "events:CreateApiDestination",
            [
                "Name": "d", "ConnectionArn": made["ConnectionArn"] ?? "",
                "InvocationEndpoint": "https://example.com/hook", "HttpMethod": "POST",
            ])
        try await apus.rule("r", to: destination["ApiDestinationArn"]?.string ?? "", target)
    }

    private func state(_ apus: TestApus) async throws -> JSON? {
        await apus.settle()
        return try await apus.invoke("events:DescribeConnection", ["Name": "c"])["ConnectionState"]
    }

    private func calls(_ apus: TestApus, _ host: String) -> [OutboundRequest] {
        apus.http.requests.filter { $0.url.hasPrefix("https://\(host)/") }
    }

    @Test func aTokenIsAskedForWithTheClientsCredentials() async throws {
        try await withBuses { apus in
            let world = World()
            apus.http.answer { world.answer($0) }
            try await connect(apus)
            #expect(try await state(apus) == "AUTHORIZED")
            let request = try #require(calls(apus, "id.example.com").first)
            #expect(request.method == "POST")
            #expect(request.url == "https://id.example.com/token?v=1")
            #expect(
                String(decoding: request.body, as: UTF8.self)
                    == "scope=a%20b&pin=1234&grant_type=client_credentials")
            let headers = Dictionary(request.headers.map { ($0.name, $0.value) }) { $1 }
            #expect(headers["Authorization"] == "Basic aWQ6c2VjcmV0")
            #expect(headers["Content-Type"] == "application/x-www-form-urlencoded; charset=utf-8")
            #expect(headers["X-Tenant"] == "t")
            try await apus.put()
            await apus.settle()
            let call = try #require(calls(apus, "example.com").first)
            #expect(call.headers.contains { $0.name == "Authorization" && $0.value == "Bearer t1" })
        }
    }

    @Test func aGETBringsEverythingInItsQuery() async throws {
        try await withBuses { apus in
            let world = World()
            apus.http.answer { world.answer($0) }
            try await connect(
                apus,
                [
                    "OAuthParameters": [
                        "ClientParameters": ["ClientID": "id", "ClientSecret": "secret"],
                        "AuthorizationEndpoint": "https://id.example.com/token", "HttpMethod": "GET",
                    ]
                ])
            #expect(try await state(apus) == "AUTHORIZED")
            let request = try #require(calls(apus, "id.example.com").first)
            #expect(request.url == "https://id.example.com/token?grant_type=client_credentials")
            #expect(request.body.isEmpty)
        }
    }

    @Test func aTokenIsUsedUntilAMinuteBeforeItsEnd() async throws {
        try await withBuses { apus in
            let world = World(lifetime: 600)
            apus.http.answer { world.answer($0) }
            try await connect(apus)
            try await apus.put()
            await apus.advance(by: .seconds(530))
            try await apus.put()
            await apus.settle()
            #expect(calls(apus, "id.example.com").count == 1)
            await apus.advance(by: .seconds(11))
            for _ in 0..<3 { try await apus.put() }
            await apus.advance(by: .seconds(1))
            #expect(calls(apus, "id.example.com").count == 2)
            #expect(calls(apus, "example.com").count == 5)
        }
    }

    @Test func aRefusedTokenIsAskedForAnewBeforeTheNextAttempt() async throws {
        try await withBuses { apus in
            let world = World()
            apus.http.answer { world.answer($0) }
            try await connect(apus)
            #expect(try await state(apus) == "AUTHORIZED")
            world.revoke()
            try await apus.put()
            await apus.advance(by: .seconds(10))
            #expect(calls(apus, "id.example.com").count == 2)
            let attempts = calls(apus, "example.com").map { request in
                request.headers.first { $0.name == "Authorization" }?.value
            }
            #expect(attempts == ["Bearer t1", "Bearer t3"])
            #expect(try await state(apus) == "AUTHORIZED")
        }
    }

    @Test func aRefusalLeavesTheConnectionUnauthorized() async throws {
        try await withBuses { apus in
            let world = World(refusal: 400)
            apus.http.answer { world.answer($0) }
            try await connect(apus)
            #expect(try await state(apus) == "DEAUTHORIZED")
            let found = try await apus.invoke("events:DescribeConnection", ["Name": "c"])
            #expect(found["StateReason"] == "The authorization endpoint answered 400.")
            #expect(found["LastAuthorizedTime"] == nil)
            await apus.advance(by: .seconds(60))
            #expect(calls(apus, "id.example.com").count == 1)
            let destination = try await apus.invoke("events:DescribeApiDestination", ["Name": "d"])
            #expect(destination["ApiDestinationState"] == "INACTIVE")
        }
    }

    @Test func anEndpointThatIsDownIsAskedThreeTimes() async throws {
        try await withBuses { apus in
            let world = World(refusal: 503)
            apus.http.answer { world.answer($0) }
            try await connect(apus)
            #expect(try await state(apus) == "AUTHORIZING")
            await apus.advance(by: .seconds(10))
            #expect(try await state(apus) == "DEAUTHORIZED")
            #expect(calls(apus, "id.example.com").count == 3)
            let good = World()
            apus.http.answer { good.answer($0) }
            let updated = try await apus.invoke(
                "events:UpdateConnection",
                [
                    "Name": "c",
                    "AuthParameters": [
                        "OAuthParameters": ["ClientParameters": ["ClientSecret": "other"]]
                    ],
                ])
            #expect(updated["ConnectionState"] == "AUTHORIZING")
            #expect(try await state(apus) == "AUTHORIZED")
            let headers = try #require(calls(apus, "id.example.com").last).headers
            #expect(headers.contains { $0.value == "Basic aWQ6b3RoZXI=" })
        }
    }

    @Test func secretsOfAClientAreNotShown() async throws {
        try await withBuses { apus in
            let world = World()
            apus.http.answer { world.answer($0) }
            try await connect(apus)
            _ = try await state(apus)
            let found = try await apus.invoke("events:DescribeConnection", ["Name": "c"])
            #expect(
                found["AuthParameters"] == [
                    "OAuthParameters": [
                        "ClientParameters": ["ClientID": "id"],
                        "AuthorizationEndpoint": "https://id.example.com/token", "HttpMethod": "POST",
                        "OAuthHttpParameters": [
                            "HeaderParameters": [["Key": "X-Tenant", "Value": "t"]],
                            "QueryStringParameters": [["Key": "v", "Value": "1"]],
                            "BodyParameters": [
                                ["Key": "scope", "Value": "a b"], ["Key": "pin", "IsValueSecret": true],
                            ],
                        ],
                    ]
                ])
            #expect(!found.text.contains("1234"))
            #expect(!found.text.contains("\"secret\""))
        }
    }

    @Test func eventsWaitForAConnectionThatIsNotAuthorized() async throws {
        try await withBuses { apus in
            try await apus.queue("dead")
            let world = World(refusal: 400)
            apus.http.answer { world.answer($0) }
            try await connect(
                apus,
                target: [
                    "RetryPolicy": ["MaximumRetryAttempts": 1, "MaximumEventAgeInSeconds": 3600],
                    "DeadLetterConfig": ["Arn": .string(TestApus.arn("sqs", "dead"))],
                ])
            _ = try await state(apus)
            try await apus.put()
            await apus.advance(by: .seconds(60))
            #expect(calls(apus, "example.com").isEmpty)
            let letter = try #require(try await apus.messages("dead").first)
            let attributes = letter["MessageAttributes"]
            #expect(attributes?["ERROR_CODE"]?["StringValue"] == "NO_PERMISSIONS")
            #expect(attributes?["EXHAUSTED_RETRY_CONDITION"]?["StringValue"] == "MaximumRetryAttempts")
            #expect(attributes?["RETRY_ATTEMPTS"]?["StringValue"] == "1")
        }
    }

    /// The types of the events that tell of connections and destinations, in order.
    private func told(_ apus: TestApus) async throws -> [String] {
        try await apus.events("told").map { event in
            let name = event["detail"]?["ConnectionName"] ?? event["detail"]?["ApiDestinationName"]
            return "\(event["detail-type"]?.string ?? "") \(name?.string ?? "")"
        }
    }

    @Test func theDefaultBusIsToldOfStates() async throws {
        try await withBuses { apus in
            try await apus.queue("told")
            try await apus.rule(
                "told", #"{"source":["aws.events"]}"#, to: TestApus.arn("sqs", "told"))
            let world = World()
            apus.http.answer { world.answer($0) }
            try await connect(apus)
            #expect(
                try await told(apus) == [
                    "Connection Creation Started c", "Connection Authorization Started c",
                    "Connection Authorized c", "API Destination Activated d",
                ])
            try await apus.invoke("events:DeauthorizeConnection", ["Name": "c"])
            #expect(
                try await told(apus) == [
                    "Connection Deauthorization Started c", "Connection Deauthorized c",
                    "API Destination Deactivated d",
                ])
            let bad = World(refusal: 400)
            apus.http.answer { bad.answer($0) }
            try await apus.invoke(
                "events:UpdateConnection", ["Name": "c", "AuthParameters": Self.parameters])
            let events = try await apus.events("told")
            #expect(
                events.map { $0["detail-type"]?.string } == [
                    "Connection Update Started", "Connection Authorization Started",
                    "Connection Deauthorized",
                ])
            let last = try #require(events.last)
            #expect(last["detail"]?["StateReason"] == "The authorization endpoint answered 400.")
            #expect(last["detail"]?["Timestamp"] == "2026-01-01 00:00:00 +0000 UTC")
            #expect(last["resources"]?.array?.first?.string?.contains(":connection/c/") == true)
            try await apus.invoke("events:DeleteConnection", ["Name": "c"])
            #expect(try await told(apus) == ["Connection Deletion Started c"])
        }
    }
}

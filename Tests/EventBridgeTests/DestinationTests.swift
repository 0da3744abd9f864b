import ApusTesting
import EventBridge
import Kernel
import SQS
import Testing
import Wire

@Suite struct DestinationTests {
    private func text(_ apus: TestApus, _ action: String, _ input: JSON) async throws -> String? {
        try await apus.failure("events:\(action)", input).map { "\($0.code): \($0.message)" }
    }

    private func connection(
        _ apus: TestApus, _ type: String = "BASIC",
        _ parameters: JSON = ["BasicAuthParameters": ["Username": "user", "Password": "pass"]]
    ) async throws -> JSON {
        let made = try await apus.invoke(
            "events:CreateConnection",
            ["Name": "c", "AuthorizationType": .string(type), "AuthParameters": parameters])
        return made["ConnectionArn"] ?? ""
    }

    private func destination(
        _ apus: TestApus, _ connection: JSON, _ settings: JSON = [:], target: JSON = [:]
    ) async throws -> JSON {
        var input: JSONObject = [
            "Name": "d", "ConnectionArn": connection, "InvocationEndpoint": "https://example.com/hook",
            "HttpMethod": "POST",
        ]
        for member in settings.object?.members ?? [] { input[member.name] = member.value }
        let made = try await apus.invoke("events:CreateApiDestination", .object(input))
        try await apus.rule("r", to: made["ApiDestinationArn"]?.string ?? "", target)
        return made
    }

    @Test func anEndpointIsCalledWithTheCredentialsOfTheConnection() async throws {
        try await withBuses { apus in
            let connection = try await connection(apus)
            let made = try await destination(apus, connection)
            #expect(made["ApiDestinationState"] == "ACTIVE")
            try await apus.put(#"{"n":1}"#)
            await apus.settle()
            let request = try #require(apus.http.requests.first)
            #expect(request.method == "POST")
            #expect(request.url == "https://example.com/hook")
            let headers = Dictionary(request.headers.map { ($0.name, $0.value) }) { $1 }
            #expect(headers["Authorization"] == "Basic dXNlcjpwYXNz")
            #expect(headers["Content-Type"] == "application/json; charset=utf-8")
            #expect(headers["User-Agent"] == "Amazon/EventBridge/ApiDestinations")
            #expect(try JSON(parsing: request.body)["detail"] == ["n": 1])
        }
    }

    @Test func parametersOfTargetAndConnectionShapeTheRequest() async throws {
        try await withBuses { apus in
            let connection = try await connection(
                apus, "API_KEY",
                [
                    "ApiKeyAuthParameters": ["ApiKeyName": "X-Key", "ApiKeyValue": "k"],
                    "InvocationHttpParameters": [
                        "HeaderParameters": [["Key": "X-From", "Value": "connection"]],
                        "QueryStringParameters": [["Key": "q", "Value": "a b"]],
                        "BodyParameters": [["Key": "token", "Value": "t", "IsValueSecret": true]],
                    ],
                ])
            _ = try await destination(
                apus, connection, ["InvocationEndpoint": "https://example.com/orders/*/lines"],
                target: [
                    "InputPath": "$.detail",
                    "HttpParameters": [
                        "PathParameterValues": ["$.detail.id"],
                        "HeaderParameters": ["X-From": "target", "X-Source": "$.source"],
                        "QueryStringParameters": ["p": "1"],
                    ],
                ])
            try await apus.put(#"{"id":"7/8"}"#)
            await apus.settle()
            let request = try #require(apus.http.requests.first)
            #expect(request.url == "https://example.com/orders/7%2F8/lines?p=1&q=a%20b")
            let headers = Dictionary(request.headers.map { ($0.name, $0.value) }) { $1 }
            #expect(headers["X-Key"] == "k")
            #expect(headers["X-From"] == "connection")
            #expect(headers["X-Source"] == "shop")
            #expect(try JSON(parsing: request.body) == ["id": "7/8", "token": "t"])
        }
    }

    @Test func secretsAreNotShown() async throws {
        try await withBuses { apus in
            _ = try await connection(
                apus, "BASIC",
                [
                    "BasicAuthParameters": ["Username": "user", "Password": "pass"],
                    "InvocationHttpParameters": [
                        "HeaderParameters": [
                            ["Key": "open", "Value": "1"],
                            ["Key": "closed", "Value": "2", "IsValueSecret": true],
                        ]
                    ],
                ])
            let found = try await apus.invoke("events:DescribeConnection", ["Name": "c"])
            #expect(found["ConnectionState"] == "AUTHORIZED")
            #expect(
                found["AuthParameters"] == [
                    "BasicAuthParameters": ["Username": "user"],
                    "InvocationHttpParameters": [
                        "HeaderParameters": [
                            ["Key": "open", "Value": "1"], ["Key": "closed", "IsValueSecret": true],
                        ]
                    ],
                ])
            #expect(found["SecretArn"]?.string?.contains(":secret:events!connection/c/") == true)
            #expect(!found.text.contains("pass"))
        }
    }

    @Test func aChangedConnectionCountsForTheNextEvent() async throws {
        try await withBuses { apus in
            _ = try await destination(apus, try await connection(apus))
            try await apus.invoke(
                "events:UpdateConnection",
                ["Name": "c", "AuthParameters": ["BasicAuthParameters": ["Password": "new"]]])
            try await apus.put()
            await apus.settle()
            let headers = apus.http.requests.first?.headers ?? []
            #expect(headers.contains { $0.name == "Authorization" && $0.value == "Basic dXNlcjpuZXc=" })
        }
    }

    @Test func aDestinationWithoutItsConnectionIsInactive() async throws {
        try await withBuses { apus in
            try await apus.queue("dead")
            _ = try await destination(
                apus, try await connection(apus),
                target: ["DeadLetterConfig": ["Arn": .string(TestApus.arn("sqs", "dead"))]])
            try await apus.invoke("events:DeleteConnection", ["Name": "c"])
            let found = try await apus.invoke("events:DescribeApiDestination", ["Name": "d"])
            #expect(found["ApiDestinationState"] == "INACTIVE")
            try await apus.put()
            let letter = try await apus.messages("dead").first
            #expect(letter?["MessageAttributes"]?["ERROR_CODE"]?["StringValue"] == "NO_RESOURCE")
            #expect(apus.http.requests.isEmpty)
        }
    }

    @Test func anEndpointIsNotCalledFasterThanItsRate() async throws {
        try await withBuses { apus in
            _ = try await destination(
                apus, try await connection(apus), ["InvocationRateLimitPerSecond": 2])
            for _ in 0..<5 { try await apus.put() }
            await apus.settle()
            #expect(apus.http.requests.count == 1)
            await apus.advance(by: .seconds(1))
            #expect(apus.http.requests.count == 3)
            await apus.advance(by: .seconds(1))
            #expect(apus.http.requests.count == 5)
        }
    }

    @Test func whatDoesNotFitTheTypeIsRefused() async throws {
        try await withBuses { apus in
            for (type, parameters): (JSON, JSON) in [
                ("BASIC", ["ApiKeyAuthParameters": ["ApiKeyName": "n", "ApiKeyValue": "v"]]),
                ("OAUTH_CLIENT_CREDENTIALS", ["BasicAuthParameters": ["Username": "u", "Password": "p"]]),
            ] {
                let refusal = try await text(
                    apus, "CreateConnection",
                    ["Name": "c", "AuthorizationType": type, "AuthParameters": parameters])
                #expect(refusal?.hasPrefix("ValidationException: ") == true)
            }
            let refusal = try await text(
                apus, "CreateConnection",
                [
                    "Name": "c", "AuthorizationType": "BASIC",
                    "AuthParameters": [
                        "BasicAuthParameters": ["Username": "u", "Password": "p"],
                        "ConnectivityParameters": [
                            "ResourceParameters": [
                                "ResourceConfigurationArn":
                                    "arn:aws:vpc-lattice:eu-central-1:000000000000:resourceconfiguration/rcfg-0123456789abcdef0"
                            ]
                        ],
                    ],
                ])
            #expect(refusal?.hasPrefix("NotImplemented: ") == true)
            #expect(refusal?.contains("ConnectivityParameters") == true)
            #expect(
                try await text(apus, "DescribeApiDestination", ["Name": "d"])
                    == "ResourceNotFoundException: Failed to describe the api-destination(s). "
                    + "An api-destination 'd' does not exist.")
        }
    }

    @Test func anEndpointThatDoesNotKnowTheCallerTakesTheConnectionItsAuthorization() async throws {
        try await withBuses { apus in
            _ = try await destination(apus, try await connection(apus))
            apus.http.answer { request in
                let isKnown = request.headers.contains { $0.value == "Basic dXNlcjpuZXc=" }
                return OutboundResponse(status: isKnown ? 200 : 401)
            }
            try await apus.put()
            await apus.settle()
            let found = try await apus.invoke("events:DescribeConnection", ["Name": "c"])
            #expect(found["ConnectionState"] == "DEAUTHORIZED")
            #expect(found["StateReason"] == "The endpoint of d answered 401.")
            let inactive = try await apus.invoke("events:DescribeApiDestination", ["Name": "d"])
            #expect(inactive["ApiDestinationState"] == "INACTIVE")
            await apus.advance(by: .seconds(60))
            #expect(apus.http.requests.count == 1)
            let updated = try await apus.invoke(
                "events:UpdateConnection",
                ["Name": "c", "AuthParameters": ["BasicAuthParameters": ["Password": "new"]]])
            #expect(updated["ConnectionState"] == "AUTHORIZED")
            await apus.advance(by: .seconds(600))
            #expect(apus.http.requests.count == 2)
            #expect(try await apus.invoke("events:DescribeConnection", ["Name": "c"])["StateReason"] == nil)
        }
    }

    @Test func aDeauthorizedConnectionHoldsNothingUntilItIsUpdated() async throws {
        try await withBuses { apus in
            _ = try await destination(apus, try await connection(apus))
            let answer = try await apus.invoke("events:DeauthorizeConnection", ["Name": "c"])
            #expect(answer["ConnectionState"] == "DEAUTHORIZING")
            let found = try await apus.invoke("events:DescribeConnection", ["Name": "c"])
            #expect(found["ConnectionState"] == "DEAUTHORIZED")
            #expect(found["AuthParameters"] == [:])
            for (state, count) in [("DEAUTHORIZED", 1), ("AUTHORIZED", 0)] {
                let listed = try await apus.invoke(
                    "events:ListConnections", ["ConnectionState": .string(state)])
                #expect(listed["Connections"]?.array?.count == count)
            }
            try await apus.put()
            await apus.settle()
            #expect(apus.http.requests.isEmpty)
            #expect(
                try await text(
                    apus, "UpdateConnection",
                    ["Name": "c", "AuthParameters": ["BasicAuthParameters": ["Password": "new"]]])?
                    .hasPrefix("ValidationException") == true)
            try await apus.invoke(
                "events:UpdateConnection",
                [
                    "Name": "c",
                    "AuthParameters": ["BasicAuthParameters": ["Username": "user", "Password": "pass"]],
                ])
            await apus.advance(by: .seconds(600))
            #expect(apus.http.requests.count == 1)
            #expect(
                try await text(apus, "DeauthorizeConnection", ["Name": "x"])?
                    .hasPrefix("ResourceNotFoundException") == true)
        }
    }

    @Test func destinationsAndConnectionsAreListedAndDeleted() async throws {
        try await withBuses { apus in
            let arn = try await connection(apus)
            _ = try await destination(apus, arn)
            let connections = try await apus.invoke("events:ListConnections")
            #expect(connections["Connections"]?.array?.map { $0["Name"] } == ["c"])
            let destinations = try await apus.invoke(
                "events:ListApiDestinations", ["ConnectionArn": arn])
            #expect(destinations["ApiDestinations"]?.array?.map { $0["Name"] } == ["d"])
            try await apus.invoke("events:DeleteApiDestination", ["Name": "d"])
            let left = try await apus.invoke("events:ListApiDestinations")
            #expect(left["ApiDestinations"] == [])
        }
    }
}

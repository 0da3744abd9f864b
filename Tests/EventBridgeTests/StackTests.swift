import ApusTesting
import CloudFormation
import EventBridge
import Kernel
import SQS
import Testing
import Wire

@Suite struct StackTests {
    private static let template: JSON = [
        "Resources": [
            "Queue": ["Type": "AWS::SQS::Queue", "Properties": ["QueueName": "q"]],
            "Bus": [
                "Type": "AWS::Events::EventBus", "Properties": ["Name": "orders", "Description": "d"],
            ],
            "Archive": [
                "Type": "AWS::Events::Archive",
                "Properties": ["SourceArn": ["Fn::GetAtt": ["Bus", "Arn"]], "RetentionDays": "7"],
            ],
            "Permission": [
                "Type": "AWS::Events::EventBusPolicy",
                "Properties": [
                    "EventBusName": ["Ref": "Bus"], "StatementId": "other", "Action": "events:PutEvents",
                    "Principal": "111122223333",
                ],
            ],
            "Statement": [
                "Type": "AWS::Events::EventBusPolicy", "DependsOn": "Permission",
                "Properties": [
                    "EventBusName": ["Ref": "Bus"], "StatementId": "whole",
                    "Statement": [
                        "Effect": "Allow", "Principal": "*", "Action": "events:PutEvents",
                        "Resource": ["Fn::GetAtt": ["Bus", "Arn"]],
                    ],
                ],
            ],
            "Rule": [
                "Type": "AWS::Events::Rule",
                "Properties": [
                    "Name": "r", "EventBusName": ["Ref": "Bus"], "EventPattern": ["source": ["shop"]],
                    "Targets": [
                        [
                            "Id": "t", "Arn": ["Fn::GetAtt": ["Queue", "Arn"]],
                            "RetryPolicy": ["MaximumRetryAttempts": "3", "MaximumEventAgeInSeconds": 60],
                            "InputTransformer": [
                                "InputPathsMap": ["n": "$.detail.n"], "InputTemplate": "{\"n\": <n>}",
                            ],
                        ]
                    ],
                ],
            ],
        ],
        "Outputs": [
            "Rule": ["Value": ["Ref": "Rule"]], "Arn": ["Value": ["Fn::GetAtt": ["Rule", "Arn"]]],
        ],
    ]

    private func deploy(_ apus: TestApus, _ action: String, _ template: JSON) async throws -> JSON {
        try await apus.invoke(
            "cloudformation:\(action)", ["StackName": "s", "TemplateBody": .string(template.text)])
        await apus.advance(by: .seconds(5))
        let stacks = try await apus.invoke("cloudformation:DescribeStacks", ["StackName": "s"])
        return stacks["Stacks"]?.array?.first ?? .null
    }

    @Test func aStackMakesChangesAndDeletesBusesRulesAndPolicies() async throws {
        try await withApus([.sqs, .eventBridge, .cloudFormation]) { apus in
            let stack = try await deploy(apus, "CreateStack", Self.template)
            #expect(stack["StackStatus"] == "CREATE_COMPLETE", "\(stack["StackStatusReason"] ?? "")")
            let outputs = stack["Outputs"]?.array ?? []
            #expect(outputs.contains { $0["OutputValue"] == "orders|r" })
            #expect(
                outputs.contains {
                    $0["OutputValue"] == .string(TestApus.arn("events", "rule/orders/r"))
                })
            try await apus.put(#"{"n":1}"#, ["EventBusName": "orders"])
            #expect(try await apus.bodies("q") == [#"{"n": 1}"#])
            let archives = try await apus.invoke("events:ListArchives")["Archives"]?.array ?? []
            #expect(archives.map { $0["RetentionDays"] } == [7])
            #expect(archives.map { $0["EventCount"] } == [1])
            let bus = try await apus.invoke("events:DescribeEventBus", ["Name": "orders"])
            let policy = try JSON(parsing: bus["Policy"]?.string ?? "")
            #expect(policy["Statement"]?.array?.compactMap { $0["Sid"]?.string } == ["other", "whole"])

            let text = Self.template.text.replacing("\"shop\"", with: "\"store\"")
                .replacing("\"Id\":\"t\"", with: "\"Id\":\"u\"")
            let changed = try await deploy(apus, "UpdateStack", try JSON(parsing: text))
            #expect(changed["StackStatus"] == "UPDATE_COMPLETE", "\(changed["StackStatusReason"] ?? "")")
            try await apus.put(#"{"n":2}"#, ["EventBusName": "orders"])
            try await apus.put(#"{"n":3}"#, source: "store", ["EventBusName": "orders"])
            #expect(try await apus.bodies("q") == [#"{"n": 3}"#])

            try await apus.invoke("cloudformation:DeleteStack", ["StackName": "s"])
            await apus.advance(by: .seconds(5))
            let left = try await apus.invoke("events:ListEventBuses")
            #expect(left["EventBuses"]?.array?.compactMap { $0["Name"]?.string } == ["default"])
        }
    }

    @Test func aScheduleOfAStackFires() async throws {
        try await withApus([.sqs, .eventBridge, .cloudFormation]) { apus in
            let template: JSON = [
                "Resources": [
                    "Queue": ["Type": "AWS::SQS::Queue", "Properties": ["QueueName": "q"]],
                    "Rule": [
                        "Type": "AWS::Events::Rule",
                        "Properties": [
                            "ScheduleExpression": "rate(1 minute)",
                            "Targets": [["Id": "t", "Arn": ["Fn::GetAtt": ["Queue", "Arn"]]]],
                        ],
                    ],
                ]
            ]
            let stack = try await deploy(apus, "CreateStack", template)
            #expect(stack["StackStatus"] == "CREATE_COMPLETE", "\(stack["StackStatusReason"] ?? "")")
            await apus.advance(by: .seconds(60))
            #expect(try await apus.events("q").map { $0["detail-type"] } == ["Scheduled Event"])
        }
    }

    @Test func aStackMakesTheBusOfAPartnersSource() async throws {
        try await withApus([.sqs, .eventBridge, .cloudFormation]) { apus in
            let name: JSON = "aws.partner/example.com/shop/orders"
            try await apus.invoke(
                "events:CreatePartnerEventSource",
                ["Name": name, "Account": .string(TestApus.account)], account: "999988887777")
            let template: JSON = [
                "Resources": [
                    "Bus": [
                        "Type": "AWS::Events::EventBus",
                        "Properties": ["Name": name, "EventSourceName": name],
                    ]
                ]
            ]
            let stack = try await deploy(apus, "CreateStack", template)
            #expect(stack["StackStatus"] == "CREATE_COMPLETE", "\(stack["StackStatusReason"] ?? "")")
            let source = try await apus.invoke("events:DescribeEventSource", ["Name": name])
            #expect(source["State"] == "ACTIVE")
        }
    }

    @Test(arguments: [(200, "CREATE_COMPLETE"), (400, "ROLLBACK_COMPLETE")])
    func aStackWaitsForTheTokenOfItsConnection(status: Int, expected: String) async throws {
        try await withApus([.sqs, .eventBridge, .cloudFormation]) { apus in
            apus.http.answer { _ in
                OutboundResponse(status: status, body: Array(#"{"access_token":"t"}"#.utf8))
            }
            let template: JSON = [
                "Resources": [
                    "Connection": [
                        "Type": "AWS::Events::Connection",
                        "Properties": [
                            "AuthorizationType": "OAUTH_CLIENT_CREDENTIALS",
                            "AuthParameters": [
                                "OAuthParameters": [
                                    "ClientParameters": ["ClientID": "i", "ClientSecret": "s"],
                                    "AuthorizationEndpoint": "https://id.example.com/token",
                                    "HttpMethod": "POST",
                                ]
                            ],
                        ],
                    ]
                ]
            ]
            let stack = try await deploy(apus, "CreateStack", template)
            #expect(stack["StackStatus"] == .string(expected))
            let listed = try await apus.invoke("events:ListConnections")["Connections"]?.array ?? []
            #expect(listed.map { $0["ConnectionState"] } == (status == 200 ? ["AUTHORIZED"] : []))
        }
    }

    @Test func aStackBringsADestinationWithItsConnection() async throws {
        try await withApus([.sqs, .eventBridge, .cloudFormation]) { apus in
            let template: JSON = [
                "Resources": [
                    "Connection": [
                        "Type": "AWS::Events::Connection",
                        "Properties": [
                            "AuthorizationType": "API_KEY",
                            "AuthParameters": [
                                "ApiKeyAuthParameters": ["ApiKeyName": "X-Key", "ApiKeyValue": "k"]
                            ],
                        ],
                    ],
                    "Destination": [
                        "Type": "AWS::Events::ApiDestination",
                        "Properties": [
                            "ConnectionArn": ["Fn::GetAtt": ["Connection", "Arn"]], "HttpMethod": "POST",
                            "InvocationEndpoint": "https://example.com/hook",
                            "InvocationRateLimitPerSecond": "10",
                        ],
                    ],
                    "Rule": [
                        "Type": "AWS::Events::Rule",
                        "Properties": [
                            "EventPattern": ["source": ["shop"]],
                            "Targets": [["Id": "t", "Arn": ["Fn::GetAtt": ["Destination", "Arn"]]]],
                        ],
                    ],
                ]
            ]
            let stack = try await deploy(apus, "CreateStack", template)
            #expect(stack["StackStatus"] == "CREATE_COMPLETE", "\(stack["StackStatusReason"] ?? "")")
            try await apus.put()
            await apus.settle()
            #expect(apus.http.requests.map(\.url) == ["https://example.com/hook"])
            try await apus.invoke("cloudformation:DeleteStack", ["StackName": "s"])
            await apus.advance(by: .seconds(5))
            #expect(try await apus.invoke("events:ListConnections")["Connections"] == [])
            #expect(try await apus.invoke("events:ListApiDestinations")["ApiDestinations"] == [])
        }
    }

    @Test func aSettingThatIsNotServedFailsTheStackByName() async throws {
        try await withApus([.sqs, .eventBridge, .cloudFormation]) { apus in
            let template: JSON = [
                "Resources": [
                    "Bus": [
                        "Type": "AWS::Events::EventBus",
                        "Properties": ["Name": "b", "KmsKeyIdentifier": "k"],
                    ]
                ]
            ]
            let failure = try await apus.failure(
                "cloudformation:CreateStack", ["StackName": "s", "TemplateBody": .string(template.text)])
            if let failure {
                #expect(failure.message.contains("KmsKeyIdentifier"))
            } else {
                await apus.advance(by: .seconds(5))
                let events = try await apus.invoke(
                    "cloudformation:DescribeStackEvents", ["StackName": "s"])
                #expect(events.text.contains("KmsKeyIdentifier"))
            }
        }
    }
}

import ApusTesting
import EventBridge
import Kernel
import SQS
import Testing
import Wire

/// Rules whose targets are buses of other accounts and regions.
@Suite struct OtherBusTests {
    private static let account = "111122223333"
    private static let region = "us-west-2"
    private static let bus = "arn:aws:events:\(region):\(account):event-bus/central"

    /// What happens in the other account and region.
    @discardableResult
    private func there(_ apus: TestApus, _ action: String, _ input: JSON) async throws -> JSON {
        try await apus.invoke(action, input, account: Self.account, region: Self.region)
    }

    /// The central bus with a rule that keeps everything.
    private func makeCentral(_ apus: TestApus) async throws {
        try await there(apus, "events:CreateEventBus", ["Name": "central"])
        try await there(apus, "sqs:CreateQueue", ["QueueName": "kept"])
        try await there(
            apus, "events:PutRule",
            ["Name": "keep", "EventBusName": "central", "EventPattern": #"{"source":["shop"]}"#])
        let queue = "arn:aws:sqs:\(Self.region):\(Self.account):kept"
        let policy: JSON = [
            "Version": "2012-10-17",
            "Statement": [
                [
                    "Effect": "Allow", "Principal": ["Service": "events.amazonaws.com"],
                    "Action": "sqs:SendMessage", "Resource": .string(queue),
                ]
            ],
        ]
        let url = try await there(apus, "sqs:GetQueueUrl", ["QueueName": "kept"])["QueueUrl"] ?? ""
        try await there(
            apus, "sqs:SetQueueAttributes",
            ["QueueUrl": url, "Attributes": ["Policy": .string(policy.text)]])
        try await there(
            apus, "events:PutTargets",
            [
                "Rule": "keep", "EventBusName": "central",
                "Targets": [["Id": "1", "Arn": .string(queue)]],
            ])
    }

    private func kept(_ apus: TestApus) async throws -> [JSON] {
        await apus.settle()
        let url = try await there(apus, "sqs:GetQueueUrl", ["QueueName": "kept"])["QueueUrl"] ?? ""
        let found = try await there(
            apus, "sqs:ReceiveMessage", ["QueueUrl": url, "MaxNumberOfMessages": 10])["Messages"]
        var events: [JSON] = []
        for message in found?.array ?? [] {
            events.append(try JSON(parsing: message["Body"]?.string ?? ""))
            try await there(
                apus, "sqs:DeleteMessage",
                ["QueueUrl": url, "ReceiptHandle": message["ReceiptHandle"] ?? ""])
        }
        return events
    }

    @Test func anEventKeepsItsAccountAndRegionOnTheWay() async throws {
        try await withBuses { apus in
            try await makeCentral(apus)
            try await apus.rule("out", to: Self.bus)
            let id = try await apus.put(#"{"n":1}"#)["EventId"]
            let event = try #require(try await kept(apus).first)
            #expect(event["id"] == id)
            #expect(event["account"] == .string(TestApus.account))
            #expect(event["region"] == .string(TestApus.region))
            #expect(event["detail"] == ["n": 1])
        }
    }

    @Test func thePolicyOfTheBusDecidesWhoseEventsItTakes() async throws {
        try await withApus([.sqs, .eventBridge], authentication: .enforce) { apus in
            try await makeCentral(apus)
            try await apus.queue("dead")
            let dead = TestApus.arn("sqs", "dead")
            let policy: JSON = [
                "Version": "2012-10-17",
                "Statement": [
                    [
                        "Effect": "Allow", "Principal": ["Service": "events.amazonaws.com"],
                        "Action": "sqs:SendMessage", "Resource": .string(dead),
                    ]
                ],
            ]
            let url = try await apus.invoke("sqs:GetQueueUrl", ["QueueName": "dead"])["QueueUrl"] ?? ""
            try await apus.invoke(
                "sqs:SetQueueAttributes",
                ["QueueUrl": url, "Attributes": ["Policy": .string(policy.text)]])
            try await apus.rule("out", to: Self.bus, ["DeadLetterConfig": ["Arn": .string(dead)]])
            try await apus.put()
            #expect(try await kept(apus).isEmpty)
            let letter = try await apus.messages("dead").first?["MessageAttributes"]
            #expect(letter?["ERROR_CODE"]?["StringValue"] == "NO_PERMISSIONS")
            #expect(letter?["TARGET_ARN"]?["StringValue"] == .string(Self.bus))
            try await there(
                apus, "events:PutPermission",
                [
                    "EventBusName": "central", "Action": "events:PutEvents",
                    "Principal": .string(TestApus.account), "StatementId": "friend",
                ])
            try await apus.put()
            #expect(try await kept(apus).count == 1)
            try await there(
                apus, "events:RemovePermission", ["EventBusName": "central", "StatementId": "friend"])
            try await apus.put()
            #expect(try await kept(apus).isEmpty)
            let whole: JSON = [
                "Version": "2012-10-17",
                "Statement": [
                    [
                        "Sid": "rule", "Effect": "Allow",
                        "Principal": ["AWS": .string("arn:aws:iam::\(TestApus.account):root")],
                        "Action": "events:PutEvents", "Resource": .string(Self.bus),
                        "Condition": [
                            "ArnEquals": [
                                "aws:SourceArn": .string(TestApus.arn("events", "rule/out"))
                            ]
                        ],
                    ]
                ],
            ]
            try await there(
                apus, "events:PutPermission",
                ["EventBusName": "central", "Policy": .string(whole.text)])
            try await apus.put()
            #expect(try await kept(apus).count == 1)
        }
    }

    @Test(arguments: [
        ("arn:aws:events:eu-west-1:111122223333:event-bus/third", "THIRD_REGION_HOP_DETECTED"),
        ("arn:aws:events:us-west-2:444455556666:event-bus/third", "THIRD_ACCOUNT_HOP_DETECTED"),
    ])
    func anEventThatWasPassedOnIsNotPassedOnAgain(third: String, code: String) async throws {
        try await withBuses { apus in
            try await makeCentral(apus)
            try await there(apus, "sqs:CreateQueue", ["QueueName": "dead"])
            try await there(
                apus, "events:PutTargets",
                [
                    "Rule": "keep", "EventBusName": "central",
                    "Targets": [
                        [
                            "Id": "2", "Arn": .string(third),
                            "DeadLetterConfig": [
                                "Arn": .string("arn:aws:sqs:\(Self.region):\(Self.account):dead")
                            ],
                        ]
                    ],
                ])
            try await apus.rule("out", to: Self.bus)
            try await apus.put()
            #expect(try await kept(apus).count == 1)
            let url = try await there(apus, "sqs:GetQueueUrl", ["QueueName": "dead"])["QueueUrl"] ?? ""
            let found = try await there(
                apus, "sqs:ReceiveMessage",
                ["QueueUrl": url, "MessageAttributeNames": ["All"]])["Messages"]?.array?.first
            #expect(found?["MessageAttributes"]?["ERROR_CODE"]?["StringValue"] == .string(code))
        }
    }
}

import ApusTesting
import EventBridge
import Kernel
import SQS
import Testing
import Wire

/// With authentication enforced the policies of targets and buses decide.
@Suite struct PermissionTests {
    private func world(_ body: (TestApus) async throws -> Void) async throws {
        try await withApus([.sqs, .eventBridge], authentication: .enforce, body)
    }

    private func permit(_ apus: TestApus, _ queue: String, rule: String) async throws {
        let policy: JSON = [
            "Version": "2012-10-17",
            "Statement": [
                [
                    "Effect": "Allow", "Principal": ["Service": "events.amazonaws.com"],
                    "Action": "sqs:SendMessage", "Resource": .string(TestApus.arn("sqs", queue)),
                    "Condition": [
                        "ArnEquals": ["aws:SourceArn": .string(TestApus.arn("events", "rule/\(rule)"))]
                    ],
                ]
            ],
        ]
        let url = try await apus.invoke("sqs:GetQueueUrl", ["QueueName": .string(queue)])["QueueUrl"]
        try await apus.invoke(
            "sqs:SetQueueAttributes",
            ["QueueUrl": url ?? "", "Attributes": ["Policy": .string(policy.text)]])
    }

    @Test func aQueueGetsWhatItsPolicyAllows() async throws {
        try await world { apus in
            for queue in ["q", "dead"] { try await apus.queue(queue) }
            for rule in ["good", "bad"] {
                try await apus.rule(
                    rule, to: TestApus.arn("sqs", "q"),
                    ["DeadLetterConfig": ["Arn": .string(TestApus.arn("sqs", "dead"))]])
                try await permit(apus, rule == "good" ? "q" : "dead", rule: rule)
            }
            try await apus.put()
            #expect(try await apus.bodies("q").count == 1)
            let letter = try await apus.messages("dead").first?["MessageAttributes"]
            #expect(letter?["ERROR_CODE"]?["StringValue"] == "NO_PERMISSIONS")
            #expect(letter?["RULE_ARN"]?["StringValue"] == .string(TestApus.arn("events", "rule/bad")))
        }
    }

    @Test func anotherAccountNeedsAPermissionOfTheBus() async throws {
        try await world { apus in
            let entry: JSON = [
                "Source": "a", "DetailType": "b", "Detail": "{}",
                "EventBusName": .string(TestApus.arn("events", "event-bus/default")),
            ]
            let denied = try await apus.failure(
                "events:PutEvents", ["Entries": [entry]], account: "111122223333")
            #expect(denied?.code.hasPrefix("AccessDenied") == true)
            try await apus.invoke(
                "events:PutPermission",
                ["Action": "events:PutEvents", "Principal": "111122223333", "StatementId": "x"])
            let allowed = try await apus.invoke(
                "events:PutEvents", ["Entries": [entry]], account: "111122223333")
            #expect(allowed["FailedEntryCount"] == 0)
        }
    }
}

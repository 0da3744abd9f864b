import ApusTesting
import IAM
import Kernel
import SQS
import Scheduler
import Testing
import Wire

/// With authentication enforced a schedule may do what its role may.
@Suite struct RoleTests {
    private func world(_ body: (TestApus) async throws -> Void) async throws {
        try await withApus([.iam, .sqs, .scheduler], authentication: .enforce) { apus in
            try await apus.queue("q")
            try await apus.queue("dead")
            try await body(apus)
        }
    }

    private func role(
        _ apus: TestApus, service: String = "scheduler.amazonaws.com", condition: JSON = [:],
        allowing queues: [String]
    ) async throws {
        let trust: JSON = [
            "Version": "2012-10-17",
            "Statement": [
                [
                    "Effect": "Allow", "Principal": ["Service": .string(service)], "Action": "sts:AssumeRole",
                    "Condition": condition,
                ]
            ],
        ]
        try await apus.invoke(
            "iam:CreateRole", ["RoleName": "r", "AssumeRolePolicyDocument": .string(trust.text)])
        let policy: JSON = [
            "Version": "2012-10-17",
            "Statement": [
                [
                    "Effect": "Allow", "Action": "sqs:SendMessage",
                    "Resource": .array(queues.map { .string(TestApus.arn("sqs", $0)) }),
                ]
            ],
        ]
        try await apus.invoke(
            "iam:PutRolePolicy",
            ["RoleName": "r", "PolicyName": "p", "PolicyDocument": .string(policy.text)])
    }

    @Test func aRoleMustTrustTheScheduler() async throws {
        try await world { apus in
            let message =
                "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
            #expect(try await apus.refusal("rate(1 hour)")?.message == message)
            try await role(apus, service: "lambda.amazonaws.com", allowing: ["q"])
            let failure = try await apus.refusal("rate(1 hour)")
            #expect(failure?.code == "ValidationException")
            #expect(failure?.message == message)
        }
    }

    @Test func aTrustMayNameTheGroup() async throws {
        try await world { apus in
            let group: JSON = .string(TestApus.arn("scheduler", "schedule-group/default"))
            try await role(
                apus,
                condition: [
                    "StringEquals": ["aws:SourceArn": group, "aws:SourceAccount": .string(TestApus.account)]
                ], allowing: ["q"])
            try await apus.schedule("rate(1 hour)")
            #expect(try await apus.bodies("q").count == 1)
            try await apus.invoke("scheduler:CreateScheduleGroup", ["Name": "g"])
            #expect(
                try await apus.refusal("rate(1 hour)", ["GroupName": "g"])?.code == "ValidationException")
        }
    }

    @Test func aRoleMayDoWhatItsPoliciesSay() async throws {
        try await world { apus in
            try await role(apus, allowing: ["dead"])
            let dead: JSON = ["Arn": .string(TestApus.arn("sqs", "dead"))]
            try await apus.schedule("at(2026-01-01T00:00:30)", target: ["DeadLetterConfig": dead])
            let url = "http://127.0.0.1:4566/\(TestApus.account)/q"
            let input: JSON = ["QueueUrl": .string(url), "MessageBody": "m"]
            try await apus.schedule(
                "at(2026-01-01T00:00:40)", name: "u",
                target: [
                    "Arn": "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", "Input": .string(input.text),
                    "DeadLetterConfig": dead,
                ])
            await apus.advance(by: .seconds(60))
            #expect(try await apus.bodies("q") == [])
            let letters = try await apus.messages("dead")
            let codes = letters.map { $0["MessageAttributes"]?["ERROR_CODE"]?["StringValue"]?.string }
            #expect(codes == ["NO_PERMISSIONS", "AccessDenied"])
            #expect(letters.first?["Attributes"]?["SenderId"]?.string?.isEmpty == false)
        }
    }

    @Test func anOperationIsCalledInTheRole() async throws {
        try await world { apus in
            try await role(apus, allowing: ["q"])
            let url = "http://127.0.0.1:4566/\(TestApus.account)/q"
            let input: JSON = ["QueueUrl": .string(url), "MessageBody": "m"]
            try await apus.schedule(
                "at(2026-01-01T00:00:40)",
                target: [
                    "Arn": "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", "Input": .string(input.text),
                ])
            await apus.advance(by: .seconds(60))
            let message = try await apus.messages("q").first
            #expect(message?["Body"] == "m")
            #expect(message?["Attributes"]?["SenderId"]?.string?.hasPrefix("AROA") == true)
        }
    }

    @Test func aCallerMustBeAllowedToPassTheRole() async throws {
        try await world { apus in
            try await role(apus, allowing: ["q"])
            let made = try await apus.invoke("iam:CreateUser", ["UserName": "u"])
            func allow(_ actions: [String]) async throws {
                let policy: JSON = [
                    "Version": "2012-10-17",
                    "Statement": [
                        [
                            "Effect": "Allow", "Action": .array(actions.map { .string($0) }),
                            "Resource": [
                                .string(TestApus.arn("scheduler", "schedule/default/*")),
                                .string(TestApus.role),
                            ],
                        ]
                    ],
                ]
                try await apus.invoke(
                    "iam:PutUserPolicy",
                    ["UserName": "u", "PolicyName": "p", "PolicyDocument": .string(policy.text)])
            }
            let user = Principal(
                kind: .user(name: "u"), account: TestApus.account,
                userID: made["User"]?["UserId"]?.string ?? "")
            let input = TestApus.schedule("s", "rate(1 hour)")
            try await allow(["scheduler:CreateSchedule"])
            let denied = try await apus.failure("scheduler:CreateSchedule", input, as: user)
            #expect(denied?.message.contains("iam:PassRole") == true, "\(denied?.message ?? "")")
            try await allow(["scheduler:CreateSchedule", "iam:PassRole"])
            #expect(try await apus.failure("scheduler:CreateSchedule", input, as: user) == nil)
            #expect(
                try await apus.failure("scheduler:GetSchedule", ["Name": "s"], as: user)?.message
                    .contains("schedule/default/s") == true)
        }
    }
}

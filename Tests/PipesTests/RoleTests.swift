import ApusTesting
import IAM
import Kernel
import Pipes
import SQS
import Testing
import Wire

/// With authentication enforced a pipe may do what its role may.
@Suite struct RoleTests {
    private func world(_ body: (TestApus) async throws -> Void) async throws {
        try await withApus([.iam, .sqs, .pipes], authentication: .enforce) { apus in
            for name in ["in", "out"] { try await apus.queue(name) }
            try await body(apus)
        }
    }

    private func role(_ apus: TestApus, service: String = "pipes.amazonaws.com", target: String) async throws {
        let trust: JSON = [
            "Version": "2012-10-17",
            "Statement": [
                [
                    "Effect": "Allow", "Principal": ["Service": .string(service)], "Action": "sts:AssumeRole",
                    "Condition": [
                        "StringEquals": ["aws:SourceArn": .string(TestApus.arn("pipes", "pipe/p"))]
                    ],
                ]
            ],
        ]
        try await apus.invoke(
            "iam:CreateRole", ["RoleName": "r", "AssumeRolePolicyDocument": .string(trust.text)])
        // What AWS documents as needed for a queue as source and as target.
        let policy: JSON = [
            "Version": "2012-10-17",
            "Statement": [
                [
                    "Effect": "Allow",
                    "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
                    "Resource": .string(TestApus.arn("sqs", "in")),
                ],
                [
                    "Effect": "Allow", "Action": "sqs:SendMessage",
                    "Resource": .string(TestApus.arn("sqs", target)),
                ],
            ],
        ]
        try await apus.invoke(
            "iam:PutRolePolicy",
            ["RoleName": "r", "PolicyName": "p", "PolicyDocument": .string(policy.text)])
    }

    @Test func aRoleMustTrustPipes() async throws {
        try await world { apus in
            #expect(
                try await apus.failure("pipes:CreatePipe", TestApus.pipe())?.code == "ValidationException")
            try await role(apus, service: "lambda.amazonaws.com", target: "out")
            #expect(
                try await apus.failure("pipes:CreatePipe", TestApus.pipe())?.message.contains("assumed")
                    == true)
        }
    }

    @Test func aPipeDoesWhatItsRoleMay() async throws {
        try await world { apus in
            try await role(apus, target: "out")
            try await apus.pipe(["TargetParameters": ["InputTemplate": "<$.body>"]])
            #expect(try await apus.state() == "RUNNING")
            try await apus.send(["1"])
            let message = try await apus.messages("out").first
            #expect(message?["Body"] == "1")
            #expect(message?["Attributes"]?["SenderId"]?.string?.hasPrefix("AROA") == true)
        }
    }

    @Test func aTargetThatTheRoleMayNotReachGetsNothing() async throws {
        try await world { apus in
            try await role(apus, target: "other")
            try await apus.pipe()
            try await apus.send(["1"])
            #expect(try await apus.bodies("out") == [])
            try await apus.invoke("pipes:StopPipe", ["Name": "p"])
            await apus.advance(by: .seconds(31))
            #expect(try await apus.bodies("in") == ["1"])
        }
    }

    @Test func aSourceThatTheRoleMayNotReadFailsThePipe() async throws {
        try await world { apus in
            try await role(apus, target: "out")
            try await apus.queue("secret")
            try await apus.pipe(["Source": .string(TestApus.arn("sqs", "secret"))])
            let pipe = try await apus.invoke("pipes:DescribePipe", ["Name": "p"])
            #expect(pipe["CurrentState"] == "CREATE_FAILED")
            #expect(pipe["StateReason"]?.string?.contains("not authorized") == true)
        }
    }
}

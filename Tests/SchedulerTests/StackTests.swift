import ApusTesting
import CloudFormation
import EventBridge
import IAM
import Kernel
import SQS
import Scheduler
import Testing
import Wire

@Suite struct StackTests {
    private static func template(_ expression: String, description: JSON) -> JSON {
        [
            "Resources": [
                "Queue": ["Type": "AWS::SQS::Queue", "Properties": ["QueueName": "q"]],
                "Group": [
                    "Type": "AWS::Scheduler::ScheduleGroup",
                    "Properties": ["Name": "g", "Tags": [["Key": "a", "Value": "1"]]],
                ],
                "Schedule": [
                    "Type": "AWS::Scheduler::Schedule",
                    "Properties": [
                        "GroupName": ["Ref": "Group"], "ScheduleExpression": .string(expression),
                        "Description": description, "StartDate": "2026-01-02T00:00:00Z",
                        "FlexibleTimeWindow": ["Mode": "OFF"],
                        "Target": [
                            "Arn": ["Fn::GetAtt": ["Queue", "Arn"]], "RoleArn": .string(TestApus.role),
                            "Input": "tick", "RetryPolicy": ["MaximumRetryAttempts": "3"],
                        ],
                    ],
                ],
            ],
            "Outputs": [
                "Name": ["Value": ["Ref": "Schedule"]],
                "Arn": ["Value": ["Fn::GetAtt": ["Schedule", "Arn"]]],
                "Group": ["Value": ["Fn::GetAtt": ["Group", "State"]]],
            ],
        ]
    }

    private func deploy(_ apus: TestApus, _ action: String, _ template: JSON) async throws -> JSON {
        try await apus.invoke(
            "cloudformation:\(action)",
            [
                "StackName": "s", "TemplateBody": .string(template.text),
                "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
            ])
        await apus.advance(by: .seconds(10))
        let answer = try await apus.invoke("cloudformation:DescribeStacks", ["StackName": "s"])
        return answer["Stacks"]?.array?.first ?? .null
    }

    private func outputs(_ stack: JSON) -> [String: String] {
        var outputs: [String: String] = [:]
        for output in stack["Outputs"]?.array ?? [] {
            outputs[output["OutputKey"]?.string ?? ""] = output["OutputValue"]?.string
        }
        return outputs
    }

    @Test func aStackBringsAScheduleInAGroup() async throws {
        try await withApus([.sqs, .eventBridge, .scheduler, .cloudFormation]) { apus in
            let made = try await deploy(apus, "CreateStack", Self.template("rate(1 hour)", description: "d"))
            #expect(made["StackStatus"] == "CREATE_COMPLETE", "\(made["StackStatusReason"] ?? "")")
            let name = outputs(made)["Name"] ?? ""
            #expect(name.hasPrefix("s-Schedule-"))
            #expect(outputs(made)["Arn"] == TestApus.arn("scheduler", "schedule/g/\(name)"))
            #expect(outputs(made)["Group"] == "ACTIVE")
            await apus.advance(by: .seconds(86_400))
            #expect(try await apus.bodies("q") == ["tick"])
            let changed = try await deploy(
                apus, "UpdateStack", Self.template("rate(2 hours)", description: "e"))
            #expect(changed["StackStatus"] == "UPDATE_COMPLETE", "\(changed["StackStatusReason"] ?? "")")
            let schedule = try await apus.invoke(
                "scheduler:GetSchedule", ["Name": .string(name), "GroupName": "g"])
            #expect(schedule["ScheduleExpression"] == "rate(2 hours)")
            #expect(schedule["Description"] == "e")
            #expect(schedule["StartDate"] == .number(String(TestApus.second + 86_400)))
            try await apus.invoke("cloudformation:DeleteStack", ["StackName": "s"])
            await apus.advance(by: .seconds(10))
            #expect(try await apus.invoke("scheduler:ListSchedules")["Schedules"] == [])
            #expect(
                try await apus.failure("scheduler:GetScheduleGroup", ["Name": "g"])?.code
                    == "ResourceNotFoundException")
        }
    }
}

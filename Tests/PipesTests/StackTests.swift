import ApusTesting
import CloudFormation
import Kernel
import Pipes
import SQS
import Testing
import Wire

@Suite struct StackTests {
    private static func template(_ pipe: JSON) -> JSON {
        var properties: JSONObject = [
            "Name": "p", "RoleArn": .string(TestApus.role), "Source": ["Fn::GetAtt": ["In", "Arn"]],
            "Target": ["Fn::GetAtt": ["Out", "Arn"]],
        ]
        for member in pipe.object?.members ?? [] { properties[member.name] = member.value }
        return [
            "Resources": [
                "In": ["Type": "AWS::SQS::Queue", "Properties": ["QueueName": "in"]],
                "Out": ["Type": "AWS::SQS::Queue", "Properties": ["QueueName": "out"]],
                "Pipe": ["Type": "AWS::Pipes::Pipe", "Properties": .object(properties)],
            ],
            "Outputs": [
                "Name": ["Value": ["Ref": "Pipe"]], "Arn": ["Value": ["Fn::GetAtt": ["Pipe", "Arn"]]],
                "State": ["Value": ["Fn::GetAtt": ["Pipe", "CurrentState"]]],
            ],
        ]
    }

    private func deploy(_ apus: TestApus, _ action: String, _ template: JSON) async throws -> JSON {
        try await apus.invoke(
            "cloudformation:\(action)", ["StackName": "s", "TemplateBody": .string(template.text)])
        await apus.advance(by: .seconds(10))
        let answer = try await apus.invoke("cloudformation:DescribeStacks", ["StackName": "s"])
        return answer["Stacks"]?.array?.first ?? .null
    }

    private func outputs(_ stack: JSON) -> [String?] {
        var outputs: [String: String] = [:]
        for output in stack["Outputs"]?.array ?? [] {
            outputs[output["OutputKey"]?.string ?? ""] = output["OutputValue"]?.string
        }
        return [outputs["Name"], outputs["Arn"], outputs["State"]]
    }

    @Test func aStackBringsAPipe() async throws {
        try await withApus([.sqs, .pipes, .cloudFormation]) { apus in
            let made = try await deploy(
                apus, "CreateStack",
                Self.template([
                    "SourceParameters": [
                        "SqsQueueParameters": ["BatchSize": "1"],
                        "FilterCriteria": ["Filters": [["Pattern": #"{"body":{"n":[1]}}"#]]],
                    ],
                    "TargetParameters": ["InputTemplate": "a<$.body.n>"], "Tags": ["a": "1"],
                ]))
            #expect(made["StackStatus"] == "CREATE_COMPLETE", "\(made["StackStatusReason"] ?? "")")
            #expect(outputs(made) == ["p", TestApus.arn("pipes", "pipe/p"), "RUNNING"])
            try await apus.send([#"{"n":1}"#, #"{"n":2}"#])
            #expect(try await apus.bodies("out") == ["a1"])
            let changed = try await deploy(
                apus, "UpdateStack",
                Self.template(["TargetParameters": ["InputTemplate": "b<$.body.n>"], "Tags": ["b": "2"]]))
            #expect(changed["StackStatus"] == "UPDATE_COMPLETE", "\(changed["StackStatusReason"] ?? "")")
            try await apus.send([#"{"n":2}"#])
            #expect(try await apus.bodies("out") == ["b2"])
            let pipe = try await apus.invoke("pipes:DescribePipe", ["Name": "p"])
            #expect(pipe["Tags"] == ["b": "2"])
            #expect(pipe["SourceParameters"]?["SqsQueueParameters"] == ["BatchSize": 10])
            try await apus.invoke("cloudformation:DeleteStack", ["StackName": "s"])
            await apus.advance(by: .seconds(10))
            #expect(
                try await apus.failure("pipes:DescribePipe", ["Name": "p"])?.code == "NotFoundException")
        }
    }

    @Test func aPipeWithoutASourceFailsTheStack() async throws {
        try await withApus([.sqs, .pipes, .cloudFormation]) { apus in
            let made = try await deploy(
                apus, "CreateStack", Self.template(["Source": .string(TestApus.arn("sqs", "none"))]))
            #expect(made["StackStatus"] == "ROLLBACK_COMPLETE")
            #expect(
                try await apus.failure("pipes:DescribePipe", ["Name": "p"])?.code == "NotFoundException")
        }
    }
}

import ApusTesting
import CloudFormation
import EventBridge
import Schemas
import Testing
import Wire

@Suite struct TemplateTests {
    private static func template(_ description: String, _ content: JSON) -> JSON {
        [
            "Resources": [
                "Registry": [
                    "Type": "AWS::EventSchemas::Registry",
                    "Properties": [
                        "RegistryName": "shop", "Description": .string(description),
                        "Tags": [["Key": "a", "Value": "b"]],
                    ],
                ],
                "Order": [
                    "Type": "AWS::EventSchemas::Schema",
                    "Properties": [
                        "RegistryName": ["Fn::GetAtt": ["Registry", "RegistryName"]], "SchemaName": "order",
                        "Type": "OpenApi3", "Content": .string(content.text),
                    ],
                ],
                "Policy": [
                    "Type": "AWS::EventSchemas::RegistryPolicy",
                    "Properties": [
                        "RegistryName": ["Fn::GetAtt": ["Registry", "RegistryName"]],
                        "Policy": [
                            "Version": "2012-10-17",
                            "Statement": [
                                [
                                    "Effect": "Allow", "Principal": ["AWS": "111122223333"],
                                    "Action": "schemas:DescribeRegistry",
                                    "Resource": ["Ref": "Registry"],
                                ]
                            ],
                        ],
                    ],
                ],
                "Discoverer": [
                    "Type": "AWS::EventSchemas::Discoverer",
                    "Properties": ["SourceArn": .string(Fixtures.bus), "CrossAccount": false],
                ],
            ],
            "Outputs": [
                "Version": ["Value": ["Fn::GetAtt": ["Order", "SchemaVersion"]]],
                "Discoverer": ["Value": ["Fn::GetAtt": ["Discoverer", "DiscovererId"]]],
            ],
        ]
    }

    private func outputs(_ apus: TestApus) async throws -> [String: String] {
        let answer = try await apus.invoke("cloudformation:DescribeStacks", ["StackName": "s"])
        let stack = answer["Stacks"]?.array?.first
        var outputs: [String: String] = ["status": stack?["StackStatus"]?.string ?? ""]
        for output in stack?["Outputs"]?.array ?? [] {
            outputs[output["OutputKey"]?.string ?? ""] = output["OutputValue"]?.string
        }
        return outputs
    }

    @Test func aTemplateMakesChangesAndRemovesAllOfIt() async throws {
        try await withApus([.eventBridge, .schemas, .cloudFormation]) { apus in
            try await apus.invoke(
                "cloudformation:CreateStack",
                [
                    "StackName": "s",
                    "TemplateBody": .string(Self.template("first", Fixtures.order).text),
                ])
            await apus.settle()
            #expect(
                try await outputs(apus) == [
                    "status": "CREATE_COMPLETE", "Version": "1", "Discoverer": "events-event-bus-default",
                ])
            let policy = try await apus.invoke("schemas:GetResourcePolicy", ["RegistryName": "shop"])
            #expect(policy["Policy"]?.string?.contains("registry/shop") == true)
            var changed = Fixtures.order.object ?? JSONObject()
            changed["info"] = ["version": "2.0.0", "title": "OrderPlaced"]
            try await apus.invoke(
                "cloudformation:UpdateStack",
                [
                    "StackName": "s",
                    "TemplateBody": .string(Self.template("second", .object(changed)).text),
                ])
            await apus.settle()
            #expect(try await outputs(apus)["status"] == "UPDATE_COMPLETE")
            #expect(try await outputs(apus)["Version"] == "2")
            let registry = try await apus.invoke("schemas:DescribeRegistry", ["RegistryName": "shop"])
            #expect(registry["Description"] == "second")
            try await apus.invoke("cloudformation:DeleteStack", ["StackName": "s"])
            await apus.settle()
            #expect(try await apus.failure("schemas:DescribeRegistry", ["RegistryName": "shop"]) != nil)
            #expect(try await apus.invoke("schemas:ListDiscoverers")["Discoverers"] == [])
        }
    }
}

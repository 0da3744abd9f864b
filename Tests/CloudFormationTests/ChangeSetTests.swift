import ApusTesting
import CloudFormation
import Kernel
import Testing
import Wire

@Suite struct ChangeSetTests {
    private func make(
        _ apus: TestApus, _ template: String, _ kind: JSON = "UPDATE", name: JSON = "c"
    ) async throws -> JSON {
        try await apus.invoke(
            "cloudformation:CreateChangeSet",
            [
                "StackName": "s", "ChangeSetName": name, "ChangeSetType": kind,
                "TemplateBody": .string(template),
            ])
        return try await apus.invoke(
            "cloudformation:DescribeChangeSet", ["StackName": "s", "ChangeSetName": name])
    }

    @Test func aStackCanBeginAsAChangeSet() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let set = try await make(apus, things("A: Name: a"), "CREATE")
            #expect(set["Status"] == "CREATE_COMPLETE")
            #expect(set["ExecutionStatus"] == "AVAILABLE")
            #expect(
                set["Changes"] == [
                    [
                        "Type": "Resource",
                        "ResourceChange": [
                            "Action": "Add", "LogicalResourceId": "A", "ResourceType": "Toy::Test::Thing",
                            "Scope": [],
                            "Details": [],
                        ],
                    ]
                ])
            #expect(try await apus.status("s") == "REVIEW_IN_PROGRESS")
            try await apus.invoke(
                "cloudformation:ExecuteChangeSet", ["StackName": "s", "ChangeSetName": "c"])
            await apus.settle()
            let stack = try await apus.stack("s")
            #expect(stack["StackStatus"] == "CREATE_COMPLETE")
            #expect(stack["ChangeSetId"] == set["ChangeSetId"])
            #expect(stack["LastUpdatedTime"] != nil)
        }
    }

    @Test func aChangeSetTellsWhatWouldBeReplaced() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create(
                "s", things("A: Name: a, Color: red", "B: Name: b, Color: !Ref A", "C: Name: c"))
            let set = try await make(apus, things("A: Name: z, Color: blue", "B: Name: b, Color: !Ref A"))
            let changes = (set["Changes"]?.array ?? []).compactMap { $0["ResourceChange"] }
            #expect(changes.map { $0["Action"]?.string } == ["Remove", "Modify", "Modify"])
            #expect(changes[1]["Replacement"] == "True")
            #expect(changes[1]["PolicyAction"] == "ReplaceAndDelete")
            #expect(
                changes[1]["Details"] == [
                    [
                        "Target": [
                            "Attribute": "Properties", "Name": "Color", "RequiresRecreation": "Never",
                        ],
                        "Evaluation": "Static", "ChangeSource": "DirectModification",
                    ],
                    [
                        "Target": [
                            "Attribute": "Properties", "Name": "Name", "RequiresRecreation": "Always",
                        ],
                        "Evaluation": "Static", "ChangeSource": "DirectModification",
                    ],
                ])
            #expect(changes[2]["Replacement"] == "False")
            #expect(changes[2]["Details"]?.array?.first?["CausingEntity"] == "A")
            #expect(changes[2]["Details"]?.array?.first?["ChangeSource"] == "ResourceReference")
            #expect(try await apus.kernel.toyThings() == ["a", "b", "c"])
        }
    }

    @Test func valuesAreShownWhenAskedFor() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Name: a", "B: Name: b, Color: !Ref A"))
            _ = try await make(apus, things("A: Name: z", "B: Name: b, Color: !Ref A"))
            let set = try await apus.invoke(
                "cloudformation:DescribeChangeSet",
                ["StackName": "s", "ChangeSetName": "c", "IncludePropertyValues": true])
            let change = try #require(set["Changes"]?.array?.last?["ResourceChange"])
            #expect(
                change["AfterContext"]
                    == #"{"Properties":{"Name":"b","Color":"{{changeSet:KNOWN_AFTER_APPLY}}"}}"#)
            #expect(change["BeforeContext"] == #"{"Properties":{"Name":"b","Color":"a"}}"#)
        }
    }

    @Test func aChangeSetWithoutChangesFails() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Name: a"))
            let set = try await make(apus, things("A: Name: a"))
            #expect(set["Status"] == "FAILED")
            #expect(set["ExecutionStatus"] == "UNAVAILABLE")
            #expect(
                set["StatusReason"]
                    == "The submitted information didn't contain changes. Submit different information to create a change set."
            )
            let failure = try await apus.failure(
                "cloudformation:ExecuteChangeSet", ["StackName": "s", "ChangeSetName": "c"])
            #expect(failure?.code == "InvalidChangeSetStatus")
        }
    }

    @Test func aStackIsMissingInTheWordsOfAWS() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let failure = try await apus.failure(
                "cloudformation:DescribeChangeSet", ["StackName": "somestack", "ChangeSetName": "x"])
            #expect(failure?.code == "ValidationError")
            #expect(failure?.message == "Stack [somestack] does not exist")
        }
    }

    @Test func executingDeletesTheOthers() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Name: a"))
            _ = try await make(apus, things("A: Name: a, Color: x"), name: "one")
            _ = try await make(apus, things("A: Name: a, Color: y"), name: "two")
            try await apus.invoke(
                "cloudformation:ExecuteChangeSet", ["StackName": "s", "ChangeSetName": "two"])
            await apus.settle()
            #expect(try await apus.status("s") == "UPDATE_COMPLETE")
            let left = try await apus.invoke("cloudformation:ListChangeSets", ["StackName": "s"])
            #expect(left["Summaries"]?.array?.isEmpty == true)
            #expect(try await apus.kernel.toyLog().last == "update A y")
        }
    }
}

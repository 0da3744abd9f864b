import ApusTesting
import CloudFormation
import Kernel
import Testing
import Wire

@Suite struct CreateStackTests {
    @Test func resourcesAreMadeAfterWhatTheyReferTo() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create(
                "s", things("B: Color: !GetAtt A.Arn", "A: Name: first", "C: Color: !Sub '${B}-x'"))
            #expect(try await apus.status("s") == "CREATE_COMPLETE")
            #expect(try await apus.kernel.toyLog() == ["create A", "create B", "create C"])
        }
    }

    @Test func eventsTellEachStep() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Name: first"))
            #expect(
                try await apus.events("s") == [
                    "s CREATE_IN_PROGRESS", "A CREATE_IN_PROGRESS", "A CREATE_IN_PROGRESS",
                    "A CREATE_COMPLETE",
                    "s CREATE_COMPLETE",
                ])
            let events = try await apus.fullEvents("s")
            #expect(events[0]["ResourceStatusReason"] == "User Initiated")
            #expect(events[1]["PhysicalResourceId"] == "")
            #expect(events[2]["ResourceStatusReason"] == "Resource creation Initiated")
            #expect(events[2]["PhysicalResourceId"] == "first")
            #expect(events[3]["ResourceProperties"] == #"{"Name":"first"}"#)
        }
    }

    @Test func aResourceWithoutANameGetsOneOfStackAndLogicalID() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("Thing: Color: red"))
            let name = try #require(try await apus.kernel.toyThings().first)
            #expect(name.hasPrefix("s-Thing-"))
            #expect(name.utf8.count == "s-Thing-".utf8.count + 12)
        }
    }

    @Test func outputsTellWhatWasMade() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create(
                "s", things("A: Name: first", rest: "Outputs:\n  X: {Value: !GetAtt A.Arn, Description: d}\n")
            )
            #expect(try await apus.output("X", of: "s") == "arn:toy:first")
        }
    }

    @Test func aFailureDeletesWhatWasMadeBefore() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Name: first", "B: {FailCreate: true, Color: !Ref A}".flat))
            let stack = try await apus.stack("s")
            #expect(stack["StackStatus"] == "ROLLBACK_COMPLETE")
            #expect(try await apus.kernel.toyThings() == [])
            let events = try await apus.fullEvents("s")
            let failed = try #require(events.first { $0["ResourceStatus"] == "CREATE_FAILED" })
            #expect(
                failed["ResourceStatusReason"]?.string?.hasPrefix(
                    "Resource handler returned message: \"no thing today\" (RequestToken: ") == true)
            let rollback = try #require(events.first { $0["ResourceStatus"] == "ROLLBACK_IN_PROGRESS" })
            #expect(
                rollback["ResourceStatusReason"]
                    == "The following resource(s) failed to create: [B]. Rollback requested by user.")
        }
    }

    @Test func withoutRollbackAFailedStackStays() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create(
                "s", things("A: Name: first", "B: FailCreate: true"), ["DisableRollback": true])
            let stack = try await apus.stack("s")
            #expect(stack["StackStatus"] == "CREATE_FAILED")
            #expect(stack["StackStatusReason"] == "The following resource(s) failed to create: [B]. ")
            #expect(try await apus.kernel.toyThings() == ["first"])
        }
    }

    @Test func onFailureDeleteLeavesNoStack() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: FailCreate: true"), ["OnFailure": "DELETE"])
            let failure = try await apus.failure("cloudformation:DescribeStacks", ["StackName": "s"])
            #expect(failure?.message == "Stack with id s does not exist")
        }
    }

    @Test func aNameCanBeUsedOnce() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Name: first"))
            let failure = try await apus.failure(
                "cloudformation:CreateStack",
                ["StackName": "s", "TemplateBody": .string(things("A: Name: x"))])
            #expect(failure?.code == "AlreadyExistsException")
            #expect(failure?.message == "Stack [s] already exists")
        }
    }

    @Test func theSameTokenAnswersTheSameStack() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let first = try await apus.create("s", things("A: Name: a"), ["ClientRequestToken": "t"])
            let second = try await apus.create("s", things("A: Name: a"), ["ClientRequestToken": "t"])
            #expect(first["StackId"] == second["StackId"])
        }
    }

    @Test func identitiesNeedACapability() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let plain = "Resources: {R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}}"
            let named = "Resources: {R: {Type: AWS::IAM::Role, Properties: {RoleName: x}}}"
            let input: (String) -> JSON = { ["StackName": "s", "TemplateBody": .string($0)] }
            let first = try await apus.failure("cloudformation:CreateStack", input(plain))
            #expect(first?.code == "InsufficientCapabilitiesException")
            #expect(first?.message == "Requires capabilities : [CAPABILITY_IAM]")
            let second = try await apus.failure("cloudformation:CreateStack", input(named))
            #expect(second?.message == "Requires capabilities : [CAPABILITY_NAMED_IAM]")
            try await apus.create("s", named, ["Capabilities": ["CAPABILITY_NAMED_IAM"]])
            #expect(try await apus.status("s") == "CREATE_COMPLETE")
        }
    }

    @Test func anUnsupportedPropertyFailsTheDeploymentByName() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Colour: red"))
            let failed = try #require(
                try await apus.fullEvents("s").first { $0["ResourceStatus"] == "CREATE_FAILED" })
            #expect(failed["ResourceType"] == "Toy::Test::Thing")
            #expect(
                failed["ResourceStatusReason"]
                    == "Property validation failure: [Encountered unsupported properties in {/}: [Colour]] (Toy::Test::Thing)"
            )
        }
    }

    @Test func whatAnotherMadeIsNeverTaken() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("one", things("A: Name: a"))
            try await apus.create("two", things("A: Name: a"))
            #expect(try await apus.status("two") == "ROLLBACK_COMPLETE")
            #expect(try await apus.kernel.toyThings() == ["a"])
            let reasons = try await apus.fullEvents("two").compactMap { $0["ResourceStatusReason"]?.string }
            #expect(
                reasons.contains {
                    $0.contains("Resource of type 'Toy::Test::Thing' with identifier 'a' already exists.")
                })
        }
    }

    @Test func aTimeOutRollsTheStackBack() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create(
                "s", things("A: Seconds: 90", "B: Color: !Ref A"), ["TimeoutInMinutes": 1])
            await apus.advance(by: .seconds(120))
            #expect(try await apus.status("s") == "ROLLBACK_COMPLETE")
            #expect(try await apus.kernel.toyThings() == [])
        }
    }
}

extension String {
    /// A line of `things` written with braces around its properties.
    var flat: String { filter { $0 != "{" && $0 != "}" } }
}

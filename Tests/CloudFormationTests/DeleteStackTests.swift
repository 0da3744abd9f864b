import ApusTesting
import CloudFormation
import Kernel
import Testing
import Wire

@Suite struct DeleteStackTests {
    @Test func resourcesGoBeforeWhatTheyReferTo() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Name: a", "B: Color: !Ref A", "C: Color: !Ref B"))
            try await apus.delete("s")
            #expect(try await apus.kernel.toyLog().suffix(3) == ["delete C", "delete B", "delete A"])
        }
    }

    @Test func aDeletedStackIsFoundByItsARN() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let arn = try #require(try await apus.create("s", things("A: Name: a"))["StackId"]?.string)
            try await apus.delete("s")
            #expect(try await apus.status(arn) == "DELETE_COMPLETE")
            await apus.advance(by: .seconds(91 * 86_400))
            let failure = try await apus.failure("cloudformation:DescribeStacks", ["StackName": .string(arn)])
            #expect(failure?.message == "Stack with id \(arn) does not exist")
        }
    }

    @Test func aResourceThatCannotBeDeletedIsNamed() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Name: a", "B: FailDelete: true, Color: !Ref A"))
            try await apus.delete("s")
            let stack = try await apus.stack("s")
            #expect(stack["StackStatus"] == "DELETE_FAILED")
            #expect(stack["StackStatusReason"] == "The following resource(s) failed to delete: [B]. ")
            #expect(try await apus.kernel.toyThings().count == 2)
            try await apus.invoke("cloudformation:DeleteStack", ["StackName": "s", "RetainResources": ["B"]])
            await apus.settle()
            #expect(try await apus.kernel.toyThings().count == 1)
        }
    }

    @Test func aProtectedStackStays() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Name: a"), ["EnableTerminationProtection": true])
            let failure = try await apus.failure("cloudformation:DeleteStack", ["StackName": "s"])
            #expect(
                failure?.message == "Stack [s] cannot be deleted while TerminationProtection is enabled")
            try await apus.invoke(
                "cloudformation:UpdateTerminationProtection",
                ["StackName": "s", "EnableTerminationProtection": false])
            try await apus.delete("s")
            #expect(try await apus.kernel.toyThings() == [])
        }
    }

    @Test func deletingWhatIsNotThereIsNoError() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.delete("x")
        }
    }

    @Test func aStackThatIsBeingMadeCanBeDeleted() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Seconds: 60", "B: Color: !Ref A"))
            #expect(try await apus.status("s") == "CREATE_IN_PROGRESS")
            try await apus.delete("s")
            await apus.advance(by: .seconds(61))
            #expect(try await apus.failure("cloudformation:DescribeStacks", ["StackName": "s"]) != nil)
            #expect(try await apus.kernel.toyThings() == [])
        }
    }
}

import ApusTesting
import CloudFormation
import Kernel
import Testing
import Wire

@Suite struct UpdateStackTests {
    @Test func aChangedPropertyChangesTheResourceInPlace() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Name: a, Color: red", "B: Name: b"))
            try await apus.update("s", things("A: Name: a, Color: blue", "B: Name: b"))
            #expect(try await apus.status("s") == "UPDATE_COMPLETE")
            #expect(try await apus.kernel.toyLog() == ["create A", "create B", "update A blue"])
            #expect(
                try await apus.events("s").suffix(5) == [
                    "s UPDATE_IN_PROGRESS", "A UPDATE_IN_PROGRESS", "A UPDATE_COMPLETE",
                    "s UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "s UPDATE_COMPLETE",
                ])
        }
    }

    @Test func aNewNameMakesANewResourceBeforeTheOldOneGoes() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Name: a", "B: Color: !Ref A"))
            try await apus.update("s", things("A: Name: z", "B: Color: !Ref A"))
            #expect(
                try await apus.kernel.toyLog() == [
                    "create A", "create B", "create A", "update B z", "delete A",
                ])
            #expect(
                try await apus.events("s").suffix(10) == [
                    "s UPDATE_IN_PROGRESS", "A UPDATE_IN_PROGRESS", "A UPDATE_IN_PROGRESS",
                    "A UPDATE_COMPLETE",
                    "B UPDATE_IN_PROGRESS", "B UPDATE_COMPLETE", "s UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
                    "A DELETE_IN_PROGRESS", "A DELETE_COMPLETE", "s UPDATE_COMPLETE",
                ])
            let reasons = try await apus.fullEvents("s").compactMap { $0["ResourceStatusReason"]?.string }
            #expect(
                reasons.contains(
                    "Requested update requires the creation of a new physical resource; hence creating one."))
        }
    }

    @Test func aTypeMayAskForAReplacement() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Replace: one"))
            let first = try await apus.kernel.toyThings()
            try await apus.update("s", things("A: Replace: two"))
            let second = try await apus.kernel.toyThings()
            #expect(first.count == 1 && second.count == 1 && first != second)
        }
    }

    @Test func aResourceThatIsNoLongerDeclaredIsDeleted() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Name: a", "B: Name: b"))
            try await apus.update("s", things("A: Name: a"))
            #expect(try await apus.kernel.toyThings() == ["a"])
            let resources = try await apus.invoke("cloudformation:ListStackResources", ["StackName": "s"])
            #expect(resources["StackResourceSummaries"]?.array?.count == 1)
        }
    }

    @Test func aFailedUpdateIsBroughtBack() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Name: a, Color: red", "B: Name: b", "D: Name: d"))
            try await apus.update(
                "s",
                things(
                    "A: Name: a, Color: blue", "B: Name: bb", "N: Name: n",
                    "C: FailCreate: true, Color: !Ref N"))
            #expect(try await apus.status("s") == "UPDATE_ROLLBACK_COMPLETE")
            #expect(try await apus.kernel.toyThings() == ["a", "b", "d"])
            let log = try await apus.kernel.toyLog()
            #expect(log.contains("update A red"))
            let events = try await apus.events("s")
            #expect(events.contains("s UPDATE_ROLLBACK_IN_PROGRESS"))
            #expect(events.suffix(2).last == "s UPDATE_ROLLBACK_COMPLETE")
            #expect(events.contains("s UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"))
            let template = try await apus.invoke("cloudformation:GetTemplate", ["StackName": "s"])
            #expect(template["TemplateBody"]?.string?.contains("Color: red") == true)
        }
    }

    @Test func aRollbackThatFailsCanGoOn() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Name: a, FailUpdate: true, Color: red", "B: Name: b"))
            try await apus.update(
                "s", things("A: Name: a, Color: blue", "B: Name: b, FailUpdate: true, Color: !Ref A"))
            #expect(try await apus.status("s") == "UPDATE_ROLLBACK_FAILED")
            try await apus.invoke(
                "cloudformation:ContinueUpdateRollback", ["StackName": "s", "ResourcesToSkip": ["A"]])
            await apus.settle()
            #expect(try await apus.status("s") == "UPDATE_ROLLBACK_COMPLETE")
        }
    }

    @Test func nothingToDoIsAnError() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Name: a"))
            let failure = try await apus.failure(
                "cloudformation:UpdateStack",
                ["StackName": "s", "TemplateBody": .string(things("A: Name: a"))])
            #expect(failure?.code == "ValidationError")
            #expect(failure?.message == "No updates are to be performed.")
        }
    }

    @Test func retainedResourcesOutliveTheUpdate() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let kept = things("A: Name: a", "B: Name: b", rest: "    DeletionPolicy: Retain\n")
            try await apus.create("s", kept)
            try await apus.update("s", things("A: Name: a"))
            #expect(try await apus.kernel.toyThings() == ["a", "b"])
            #expect(try await apus.events("s").contains("B DELETE_SKIPPED"))
        }
    }

    @Test func anUpdateCanBeCancelled() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", things("A: Name: a"))
            try await apus.invoke(
                "cloudformation:UpdateStack",
                [
                    "StackName": "s",
                    "TemplateBody": .string(things("A: Name: a", "B: Seconds: 60", "C: Color: !Ref B")),
                ])
            await apus.settle()
            try await apus.invoke("cloudformation:CancelUpdateStack", ["StackName": "s"])
            await apus.advance(by: .seconds(61))
            #expect(try await apus.status("s") == "UPDATE_ROLLBACK_COMPLETE")
            #expect(try await apus.kernel.toyThings() == ["a"])
        }
    }

    @Test func aMissingStackIsNamed() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let failure = try await apus.failure(
                "cloudformation:UpdateStack",
                ["StackName": "x", "TemplateBody": .string(things("A: Name: a"))])
            #expect(failure?.message == "Stack [x] does not exist")
        }
    }
}

import ApusTesting
import CloudFormation
import Kernel
import Testing
import Wire

@Suite struct ExportTests {
    static let exporter = things(
        "A: Name: a", rest: "Outputs:\n  O: {Value: !Ref A, Export: {Name: shared}}\n")
    static let importer = things("B: Color: !ImportValue shared")

    @Test func aStackUsesWhatAnotherExports() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("one", Self.exporter)
            try await apus.create("two", Self.importer)
            #expect(try await apus.status("two") == "CREATE_COMPLETE")
            let exports = try await apus.invoke("cloudformation:ListExports")
            #expect(exports["Exports"]?.array?.first?["Value"] == "a")
            let imports = try await apus.invoke("cloudformation:ListImports", ["ExportName": "shared"])
            #expect(imports["Imports"] == ["two"])
        }
    }

    @Test func anExportInUseKeepsItsStack() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("one", Self.exporter)
            try await apus.create("two", Self.importer)
            let failure = try await apus.failure("cloudformation:DeleteStack", ["StackName": "one"])
            #expect(
                failure?.message == "Delete canceled. Cannot delete export shared as it is in use by two.")
            try await apus.update(
                "one", things("A: Name: a2", rest: "Outputs:\n  O: {Value: !Ref A, Export: {Name: shared}}\n")
            )
            #expect(try await apus.status("one") == "UPDATE_ROLLBACK_COMPLETE")
            try await apus.delete("two")
            try await apus.delete("one")
            #expect(try await apus.kernel.toyThings() == [])
        }
    }

    @Test func aMissingExportIsNamed() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("two", Self.importer)
            let failed = try await apus.fullEvents("two").first { $0["ResourceStatus"] == "CREATE_FAILED" }
            #expect(failed?["ResourceStatusReason"] == "No export named shared found")
        }
    }

    @Test func anExportBelongsToOneStack() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("one", Self.exporter)
            try await apus.create(
                "two", things("A: Name: b", rest: "Outputs:\n  O: {Value: x, Export: {Name: shared}}\n"))
            let stack = try await apus.stack("two")
            #expect(stack["StackStatus"] == "ROLLBACK_COMPLETE")
            let reasons = try await apus.fullEvents("two").compactMap { $0["ResourceStatusReason"]?.string }
            #expect(reasons.contains("Export with name shared is already exported by stack one."))
        }
    }
}

internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// The stacks that use an export; at most 100.
    func listImports(_ input: ListImportsInput, _ call: Call) async throws -> ListImportsOutput {
        try await call.read { tx in
            guard try Exports.value(of: input.exportName, call.scope.id, in: tx) != nil else {
                throw ValidationError("Export '\(input.exportName)' does not exist.")
            }
            let names = try Exports.importers(of: input.exportName, call.scope.id, in: tx)
            guard !names.isEmpty else {
                throw ValidationError("Export '\(input.exportName)' is not imported by any stack.")
            }
            return ListImportsOutput(imports: names)
        }
    }
}

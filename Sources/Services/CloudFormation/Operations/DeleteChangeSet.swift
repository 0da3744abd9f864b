internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// Forgets a change set; one that is gone is not an error.
    func deleteChangeSet(_ input: DeleteChangeSetInput, _ call: Call) async throws -> DeleteChangeSetOutput {
        try await call.write { tx in
            let row: ChangeSetRow
            do {
                row = try Self.changeSet(input.changeSetName, of: input.stackName, call, in: tx)
            } catch is ChangeSetNotFoundException {
                return DeleteChangeSetOutput()
            }
            try Definitions.remove(row.definition, in: tx)
            try ChangeSets.remove(row, in: tx)
            return DeleteChangeSetOutput()
        }
    }
}

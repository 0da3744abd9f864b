internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// Takes up a rollback that failed; resources to skip are taken for restored.
    func continueUpdateRollback(
        _ input: ContinueUpdateRollbackInput, _ call: Call
    ) async throws -> ContinueUpdateRollbackOutput {
        try await call.write { tx in
            let stack = try Stacks.living(input.stackName, call.scope, in: tx)
            guard stack.status == "UPDATE_ROLLBACK_FAILED", var operation = stack.operation else {
                throw ValidationError(
                    "Stack:\(stack.arn) is in \(stack.status) state and can not continue rollback.")
            }
            // The same operation goes on, so that what was restored already stays restored.
            operation.phase = .restore
            operation.skipped = input.resourcesToSkip ?? []
            operation.token = input.clientRequestToken
            operation.principal = call.principal
            try begin(stack, operation, status: "UPDATE_ROLLBACK_IN_PROGRESS", call, in: tx)
        }
        return ContinueUpdateRollbackOutput()
    }
}

internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// Says whether a stack may be deleted.
    func updateTerminationProtection(
        _ input: UpdateTerminationProtectionInput, _ call: Call
    ) async throws -> UpdateTerminationProtectionOutput {
        try await call.write { tx in
            let stack = try Stacks.living(input.stackName, call.scope, in: tx)
            try Stacks.setProtection(input.enableTerminationProtection, of: stack.id, in: tx)
            return UpdateTerminationProtectionOutput(stackId: stack.arn)
        }
    }
}

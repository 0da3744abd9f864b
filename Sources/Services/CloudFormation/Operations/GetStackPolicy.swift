internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// A stack has no policy here: `SetStackPolicy` is not implemented, and without one everything may
    /// change.
    func getStackPolicy(_ input: GetStackPolicyInput, _ call: Call) async throws -> GetStackPolicyOutput {
        try await call.read { tx in
            _ = try Stacks.living(input.stackName, call.scope, in: tx)
            return GetStackPolicyOutput()
        }
    }
}

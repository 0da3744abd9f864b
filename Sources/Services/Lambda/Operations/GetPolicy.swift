internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func getPolicy(_ input: GetPolicyInput, _ call: Call) async throws -> GetPolicyOutput {
        let reference = try FunctionReference(input.functionName, qualifier: input.qualifier)
        return try await call.read { tx in
            let function = try resolve(reference, call, in: tx).function
            guard let policy = try Permissions.document(function.id, reference.qualifier ?? "", in: tx) else {
                throw ResourceNotFoundException("The resource you requested does not exist.", type: "User")
            }
            return GetPolicyOutput(policy: policy, revisionId: function.policyRevision)
        }
    }
}

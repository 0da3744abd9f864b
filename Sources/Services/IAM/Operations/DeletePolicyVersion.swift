internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Removes a version of a managed policy that is not the default one.
    func deletePolicyVersion(_ input: DeletePolicyVersionInput, _ call: Call) async throws -> Unit {
        let reference = try PolicyReference(input.policyArn)
        let number = StoredPolicyVersion.number(input.versionId)
        return try await call.write { tx in
            let policy = try reference.changeable("DeletePolicyVersion", call, in: tx)
            guard let number,
                try PolicyVersions.find(number, of: policy.name, call.account, in: tx) != nil
            else { throw reference.missing(version: input.versionId) }
            guard number != policy.defaultVersion else {
                throw DeleteConflictException("Cannot delete the default version of a policy.")
            }
            try PolicyVersions.remove(number, of: policy.name, call.account, in: tx)
            return Unit()
        }
    }
}

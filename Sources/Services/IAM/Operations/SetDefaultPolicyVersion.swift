internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Decides which version of a managed policy is in force.
    func setDefaultPolicyVersion(_ input: SetDefaultPolicyVersionInput, _ call: Call) async throws -> Unit {
        let reference = try PolicyReference(input.policyArn)
        let number = StoredPolicyVersion.number(input.versionId)
        return try await call.write { tx in
            let policy = try reference.changeable("SetDefaultPolicyVersion", call, in: tx)
            guard let number,
                try PolicyVersions.find(number, of: policy.name, call.account, in: tx) != nil
            else { throw reference.missing(version: input.versionId) }
            try Policies.setVersions(
                of: policy.name, (last: policy.lastVersion, standard: number), at: call.now, call.account,
                in: tx)
            return Unit()
        }
    }
}

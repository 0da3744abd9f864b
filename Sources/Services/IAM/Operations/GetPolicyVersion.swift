internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Answers a version of a managed policy, with its document.
    func getPolicyVersion(
        _ input: GetPolicyVersionInput, _ call: Call
    ) async throws -> GetPolicyVersionOutput {
        let reference = try PolicyReference(input.policyArn)
        let number = StoredPolicyVersion.number(input.versionId)
        if let known = ManagedPolicies.policy(reference.arn) {
            guard number == known.version else { throw reference.missing(version: input.versionId) }
            return GetPolicyVersionOutput(
                policyVersion: PolicyVersion(
                    document: PercentCoding.encoded(known.document), versionId: input.versionId,
                    isDefaultVersion: true))
        }
        return try await call.read { tx in
            let policy = try reference.stored(call, in: tx)
            guard let number,
                let version = try PolicyVersions.find(number, of: policy.name, call.account, in: tx)
            else { throw reference.missing(version: input.versionId) }
            return GetPolicyVersionOutput(
                policyVersion: version.shape(isDefault: number == policy.defaultVersion))
        }
    }
}

internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the versions of a managed policy, the newest first, without documents.
    func listPolicyVersions(
        _ input: ListPolicyVersionsInput, _ call: Call
    ) async throws -> ListPolicyVersionsOutput {
        let reference = try PolicyReference(input.policyArn)
        if let known = ManagedPolicies.policy(reference.arn) {
            let version = PolicyVersion(versionId: "v\(known.version)", isDefaultVersion: true)
            return ListPolicyVersionsOutput(versions: [version], isTruncated: false)
        }
        let page = try Page(input.marker, input.maxItems, of: "versions of \(input.policyArn)")
        return try await call.read { tx in
            let policy = try reference.stored(call, in: tx)
            let versions = try PolicyVersions.all(of: policy.name, call.account, in: tx)
            let after = Int(page.after) ?? .max
            let (entries, marker) = page.cut(versions.filter { $0.number < after }) { String($0.number) }
            return ListPolicyVersionsOutput(
                versions: entries.map {
                    $0.shape(isDefault: $0.number == policy.defaultVersion, withDocument: false)
                }, isTruncated: marker != nil, marker: marker)
        }
    }
}

internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Gives a managed policy tags.
    func tagPolicy(_ input: TagPolicyInput, _ call: Call) async throws -> Unit {
        let tags = try TagSet.texts(input.tags)
        let reference = try PolicyReference(input.policyArn)
        return try await call.write { tx in
            _ = try reference.changeable("TagPolicy", call, in: tx)
            try TagSet.add(tags, to: reference.arn, in: tx)
            return Unit()
        }
    }
}

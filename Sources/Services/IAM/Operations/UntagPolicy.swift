internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Takes tags off a managed policy.
    func untagPolicy(_ input: UntagPolicyInput, _ call: Call) async throws -> Unit {
        let reference = try PolicyReference(input.policyArn)
        return try await call.write { tx in
            _ = try reference.changeable("UntagPolicy", call, in: tx)
            try Tags.remove(input.tagKeys, from: reference.arn, in: tx)
            return Unit()
        }
    }
}

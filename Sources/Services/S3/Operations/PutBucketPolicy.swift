internal import Kernel
internal import Policy
internal import S3Interface
internal import Wire

extension S3 {
    /// Bytes of a bucket's policy.
    static let policySizeMax = 20 * 1024

    /// Sets who may do what with the bucket besides its account.
    func putBucketPolicy(_ input: PutBucketPolicyInput, _ call: Call) async throws -> Unit {
        do throws(PolicyError) {
            _ = try PolicyDocument(parsing: input.policy, kind: .resource, charactersMax: Self.policySizeMax)
        } catch {
            throw MalformedPolicy("\(error)")
        }
        return try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try Buckets.setPolicy(input.policy, of: bucket, in: tx)
            return Unit()
        }
    }
}

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
            if try PublicAccess.of(bucket)?.blocksPolicies == true, try PublicAccess.isPublic(input.policy) {
                throw AccessDenied(
                    "User: \(call.principal.arn) is not authorized to perform: s3:PutBucketPolicy on resource: "
                        + "\"\(bucket.arn)\" because public policies are prevented by the BlockPublicPolicy "
                        + "setting in S3 Block Public Access.")
            }
            try Buckets.setPolicy(input.policy, of: bucket, in: tx)
            return Unit()
        }
    }
}

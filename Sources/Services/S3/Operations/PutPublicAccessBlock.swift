internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Sets what keeps the public out.
    func putPublicAccessBlock(_ input: PutPublicAccessBlockInput, _ call: Call) async throws -> Unit {
        let access = PublicAccess(input.publicAccessBlockConfiguration)
        return try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try Buckets.setPublicAccess(access.json, of: bucket, in: tx)
            return Unit()
        }
    }
}

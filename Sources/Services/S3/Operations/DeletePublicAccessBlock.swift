internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Lets policies decide alone whether the public comes in.
    func deletePublicAccessBlock(_ input: DeletePublicAccessBlockInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try Buckets.setPublicAccess(nil, of: bucket, in: tx)
            return Unit()
        }
    }
}

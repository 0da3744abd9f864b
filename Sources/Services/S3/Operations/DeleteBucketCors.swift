internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Lets no page of another origin ask any more.
    func deleteBucketCors(_ input: DeleteBucketCorsInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try Buckets.setCORS(nil, of: bucket, in: tx)
            return Unit()
        }
    }
}

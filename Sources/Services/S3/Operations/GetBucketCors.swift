internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Answers which pages of other origins may ask what of the bucket.
    func getBucketCors(_ input: GetBucketCorsInput, _ call: Call) async throws -> GetBucketCorsOutput {
        let bucket = try await call.read { tx in
            try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
        }
        guard let text = bucket.cors else { throw NoSuchCORSConfiguration(bucketName: bucket.name) }
        return GetBucketCorsOutput(corsRules: try CrossOriginRule.list(json: text).map(\.shape))
    }
}

internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Sets which pages of other origins may ask what of the bucket.
    func putBucketCors(_ input: PutBucketCorsInput, _ call: Call) async throws -> Unit {
        let rules = try input.corsConfiguration.corsRules.map { try CrossOriginRule($0) }
        guard (1...CrossOriginRule.countMax).contains(rules.count) else { throw MalformedXML() }
        let text = JSON.array(rules.map(\.json)).text
        return try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try Buckets.setCORS(text, of: bucket, in: tx)
            return Unit()
        }
    }
}

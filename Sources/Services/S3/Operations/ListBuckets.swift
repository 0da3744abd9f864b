internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    static let bucketsMax = 10_000

    /// Lists the buckets of the caller's account.
    func listBuckets(_ input: ListBucketsInput, _ call: Call) async throws -> ListBucketsOutput {
        let prefix = input.prefix ?? ""
        let limit = min(Self.bucketsMax, max(1, input.maxBuckets ?? Self.bucketsMax))
        var start = prefix
        if let token = input.continuationToken {
            guard let place = PageToken.decode(token, for: "buckets \(prefix)")?.first else {
                throw InvalidArgument("The continuation token provided is incorrect")
            }
            start = KeyOrder.following(place)
        }
        let from = start
        var found = try await call.read { tx in
            try Buckets.list(of: call.account, prefix: prefix, from: from, limit: limit + 1, in: tx)
        }
        var next: String?
        if found.count > limit {
            found.removeLast()
            next = found.last.map { PageToken.encode([$0.name], for: "buckets \(prefix)") }
        }
        if let region = input.bucketRegion { found.removeAll { $0.region != region } }
        return ListBucketsOutput(
            buckets: found.map {
                Bucket(
                    name: $0.name, creationDate: $0.createdAt.timestamp, bucketRegion: $0.region,
                    bucketArn: $0.arn.description)
            },
            owner: StoredBucket.owner(call.account), continuationToken: next, prefix: input.prefix)
    }
}

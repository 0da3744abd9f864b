internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Lists objects in the order of their keys, a page at a time.
    func listObjectsV2(_ input: ListObjectsV2Input, _ call: Call) async throws -> ListObjectsV2Output {
        try Unsupported.refuse(
            "ListObjectsV2", [("OptionalObjectAttributes", input.optionalObjectAttributes != nil)])
        let isEncoded = try KeySpelling.isEncoded(input.encodingType)
        let limit = try KeySpelling.limit(input.maxKeys, "maxKeys")
        let question = "objects \(input.bucket)"
        var start = input.startAfter.map { KeyOrder.following($0) } ?? ""
        if let token = input.continuationToken {
            guard let place = PageToken.decode(token, for: question)?.first else {
                throw InvalidArgument(
                    "The continuation token provided is incorrect", argumentName: "continuation-token")
            }
            start = place
        }
        let from = start
        let (bucket, page) = try await call.read { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            let page = try Listing(
                of: bucket, prefix: input.prefix, delimiter: input.delimiter, from: from, limit: limit, in: tx
            )
            return (bucket, page)
        }
        let owner = input.fetchOwner == true ? StoredBucket.owner(bucket.account) : nil
        return ListObjectsV2Output(
            isTruncated: page.next != nil, contents: page.contents(owner: owner, isEncoded: isEncoded),
            name: bucket.name, prefix: KeySpelling.text(input.prefix ?? "", isEncoded: isEncoded),
            delimiter: input.delimiter.map { KeySpelling.text($0, isEncoded: isEncoded) }, maxKeys: limit,
            commonPrefixes: page.commonPrefixes(isEncoded: isEncoded), encodingType: input.encodingType,
            keyCount: page.count, continuationToken: input.continuationToken,
            nextContinuationToken: page.next.map { PageToken.encode([$0], for: question) },
            startAfter: input.startAfter.map { KeySpelling.text($0, isEncoded: isEncoded) })
    }
}

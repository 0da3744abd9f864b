internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Lists objects as before version 2: pages go on behind a key instead of at a token.
    func listObjects(_ input: ListObjectsInput, _ call: Call) async throws -> ListObjectsOutput {
        try Unsupported.refuse(
            "ListObjects", [("OptionalObjectAttributes", input.optionalObjectAttributes != nil)])
        let isEncoded = try KeySpelling.isEncoded(input.encodingType)
        let limit = try KeySpelling.limit(input.maxKeys, "max-keys")
        let start = Self.start(behind: input.marker, prefix: input.prefix, delimiter: input.delimiter)
        let (bucket, page) = try await call.read { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            let page = try Listing(
                of: bucket, prefix: input.prefix, delimiter: input.delimiter, from: start, limit: limit,
                in: tx)
            return (bucket, page)
        }
        // Without a delimiter the last key is the marker, which the caller has already.
        let marker = page.next != nil && input.delimiter != nil ? page.last : nil
        return ListObjectsOutput(
            isTruncated: page.next != nil,
            marker: KeySpelling.text(input.marker ?? "", isEncoded: isEncoded),
            nextMarker: marker.map { KeySpelling.text($0, isEncoded: isEncoded) },
            contents: page.contents(owner: StoredBucket.owner(bucket.account), isEncoded: isEncoded),
            name: bucket.name, prefix: KeySpelling.text(input.prefix ?? "", isEncoded: isEncoded),
            delimiter: input.delimiter.map { KeySpelling.text($0, isEncoded: isEncoded) }, maxKeys: limit,
            commonPrefixes: page.commonPrefixes(isEncoded: isEncoded), encodingType: input.encodingType)
    }

    /// The least key behind a marker; behind a common prefix nothing that begins with it follows.
    private static func start(behind marker: String?, prefix: String?, delimiter: String?) -> String {
        guard let marker, !marker.isEmpty else { return "" }
        let common = KeyOrder.commonPrefix(of: marker, prefix: prefix ?? "", delimiter: delimiter ?? "")
        if common == marker, let after = KeyOrder.successor(of: marker) { return after }
        return KeyOrder.following(marker)
    }
}

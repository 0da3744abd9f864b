internal import Kernel
internal import S3Interface
internal import Store
internal import Wire

extension S3 {
    /// Lists versions and delete markers, those of one key from the newest on.
    func listObjectVersions(
        _ input: ListObjectVersionsInput, _ call: Call
    ) async throws -> ListObjectVersionsOutput {
        try Unsupported.refuse(
            "ListObjectVersions", [("OptionalObjectAttributes", input.optionalObjectAttributes != nil)])
        let isEncoded = try KeySpelling.isEncoded(input.encodingType)
        let limit = try KeySpelling.limit(input.maxKeys, "max-keys")
        let (bucket, page) = try await call.read { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            return (bucket, try VersionListing(of: bucket, input, limit: limit, in: tx))
        }
        let owner = StoredBucket.owner(bucket.account)
        var versions: [ObjectVersion] = []
        var markers: [DeleteMarkerEntry] = []
        for row in page.rows {
            let key = KeySpelling.text(row.key, isEncoded: isEncoded)
            if row.isMarker {
                markers.append(
                    DeleteMarkerEntry(
                        owner: owner, key: key, versionId: row.version, isLatest: row.isLatest,
                        lastModified: row.modifiedAt.timestamp))
            } else {
                versions.append(
                    ObjectVersion(
                        eTag: row.quotedETag, size: row.size, storageClass: "STANDARD", key: key,
                        versionId: row.version, isLatest: row.isLatest,
                        lastModified: row.modifiedAt.timestamp, owner: owner))
            }
        }
        let next = page.isTruncated ? page.last : nil
        return ListObjectVersionsOutput(
            isTruncated: page.isTruncated,
            keyMarker: KeySpelling.text(input.keyMarker ?? "", isEncoded: isEncoded),
            versionIdMarker: input.versionIdMarker ?? "",
            nextKeyMarker: next.map { KeySpelling.text($0.key, isEncoded: isEncoded) },
            nextVersionIdMarker: next?.version, versions: versions, deleteMarkers: markers, name: bucket.name,
            prefix: KeySpelling.text(input.prefix ?? "", isEncoded: isEncoded),
            delimiter: input.delimiter.map { KeySpelling.text($0, isEncoded: isEncoded) }, maxKeys: limit,
            commonPrefixes: page.prefixes.map {
                CommonPrefix(prefix: KeySpelling.text($0, isEncoded: isEncoded))
            }, encodingType: input.encodingType)
    }
}

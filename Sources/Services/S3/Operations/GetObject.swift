internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    static let defaultContentType = "binary/octet-stream"

    /// Answers an object or a range of it while it is read.
    func getObject(_ input: GetObjectInput, _ call: Call) async throws -> GetObjectOutput {
        try Unsupported.refuse(
            "GetObject",
            [("SSECustomerKey", input.sseCustomerKey != nil)])
        let conditions = Conditions(
            ifMatch: input.ifMatch, ifNoneMatch: input.ifNoneMatch, ifModifiedSince: input.ifModifiedSince,
            ifUnmodifiedSince: input.ifUnmodifiedSince)
        let reading = try await call.read { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            let object = try History.object(input.key, version: input.versionId, in: bucket, tx)
            try conditions.check(object)
            return try Reading(object, in: bucket, .body, tx)
        }
        let object = reading.object
        let facts = reading.facts
        let selection = try Selection(
            of: reading, range: input.range, partNumber: input.partNumber, mode: input.checksumMode)
        let (range, checksum) = (selection.range, selection.checksum)
        return GetObjectOutput(
            body: try await reading.stream(range, kernel.blobs), acceptRanges: "bytes",
            expiration: try reading.expiration,
            lastModified: object.modifiedAt.timestamp,
            eTag: object.quotedETag, checksumCRC32: checksum?.value(for: .crc32),
            checksumCRC32C: checksum?.value(for: .crc32c),
            checksumCRC64NVME: checksum?.value(for: .crc64nvme), checksumSHA1: checksum?.value(for: .sha1),
            checksumSHA256: checksum?.value(for: .sha256), checksumType: selection.checksumType,
            versionId: reading.versionID, cacheControl: input.responseCacheControl ?? facts.cacheControl,
            contentDisposition: input.responseContentDisposition ?? facts.contentDisposition,
            contentEncoding: input.responseContentEncoding ?? facts.contentEncoding,
            contentLanguage: input.responseContentLanguage ?? facts.contentLanguage,
            contentRange: range.map { "bytes \($0.lowerBound)-\($0.upperBound - 1)/\(object.size)" },
            contentType: input.responseContentType ?? facts.contentType ?? Self.defaultContentType,
            expires: input.responseExpires?.text(.rfc822) ?? facts.expires, metadata: facts.metadata,
            partsCount: selection.partsCount,
            tagCount: facts.tags.isEmpty ? nil : facts.tags.count)
    }
}

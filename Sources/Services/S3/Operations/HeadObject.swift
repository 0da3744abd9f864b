internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Answers what `GetObject` would, without the bytes.
    func headObject(_ input: HeadObjectInput, _ call: Call) async throws -> HeadObjectOutput {
        try Unsupported.refuse(
            "HeadObject",
            [("SSECustomerKey", input.sseCustomerKey != nil)])
        let conditions = Conditions(
            ifMatch: input.ifMatch, ifNoneMatch: input.ifNoneMatch, ifModifiedSince: input.ifModifiedSince,
            ifUnmodifiedSince: input.ifUnmodifiedSince)
        let reading = try await call.read { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            let object = try History.object(input.key, version: input.versionId, in: bucket, tx)
            try conditions.check(object)
            return try Reading(object, in: bucket, input.partNumber == nil ? .facts : .parts, tx)
        }
        let object = reading.object
        let facts = reading.facts
        let selection = try Selection(
            of: reading, range: input.range, partNumber: input.partNumber, mode: input.checksumMode)
        let (range, checksum) = (selection.range, selection.checksum)
        return HeadObjectOutput(
            acceptRanges: "bytes", expiration: try reading.expiration,
            lastModified: object.modifiedAt.timestamp,
            contentLength: range?.count ?? object.size, checksumCRC32: checksum?.value(for: .crc32),
            checksumCRC32C: checksum?.value(for: .crc32c),
            checksumCRC64NVME: checksum?.value(for: .crc64nvme), checksumSHA1: checksum?.value(for: .sha1),
            checksumSHA256: checksum?.value(for: .sha256), checksumType: selection.checksumType,
            eTag: object.quotedETag, versionId: reading.versionID,
            cacheControl: input.responseCacheControl ?? facts.cacheControl,
            contentDisposition: input.responseContentDisposition ?? facts.contentDisposition,
            contentEncoding: input.responseContentEncoding ?? facts.contentEncoding,
            contentLanguage: input.responseContentLanguage ?? facts.contentLanguage,
            contentType: input.responseContentType ?? facts.contentType ?? Self.defaultContentType,
            contentRange: range.map { "bytes \($0.lowerBound)-\($0.upperBound - 1)/\(object.size)" },
            expires: input.responseExpires?.text(.rfc822) ?? facts.expires, metadata: facts.metadata,
            partsCount: selection.partsCount,
            tagCount: facts.tags.isEmpty ? nil : facts.tags.count)
    }
}

internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Copies an object within the server; its metadata comes along unless the request replaces it.
    func copyObject(_ input: CopyObjectInput, _ call: Call) async throws -> CopyObjectOutput {
        try Self.check(input)
        try Self.check(key: input.key)
        let source = try CopySource(input.copySource)
        let isReplaced = input.metadataDirective == "REPLACE"
        if source.bucket == input.bucket, source.key == input.key, source.version == nil, !isReplaced {
            throw InvalidRequest(
                "This copy request is illegal because it is trying to copy an object to itself without changing "
                    + "the object's metadata, storage class, website redirect location or encryption attributes."
            )
        }
        let wanted = Conditions(
            ifMatch: input.copySourceIfMatch, ifNoneMatch: input.copySourceIfNoneMatch,
            ifModifiedSince: input.copySourceIfModifiedSince,
            ifUnmodifiedSince: input.copySourceIfUnmodifiedSince)
        let conditions = Conditions(ifMatch: input.ifMatch, ifNoneMatch: input.ifNoneMatch)
        let reading = try await call.read { tx in
            let target = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try conditions.checkWrite(input.key, in: target, tx)
            let bucket = try Buckets.named(
                source.bucket, owner: input.expectedSourceBucketOwner, call, in: tx)
            let object = try History.object(source.key, version: source.version, in: bucket, tx)
            try wanted.checkSource(object)
            return try Reading(object, in: bucket, .body, tx)
        }
        guard reading.object.size <= Intake.sizeMax else {
            throw InvalidRequest(
                "The specified copy source is larger than the maximum allowable size for a copy source: "
                    + "\(Intake.sizeMax)")
        }
        var expected = Expectation()
        // The copy is checked as its source was, unless the request says otherwise.
        expected.algorithm =
            input.checksumAlgorithm.flatMap { ChecksumAlgorithm(rawValue: $0) }
            ?? reading.facts.checksum?.algorithm
        let intake = Intake(kernel: kernel)
        let content = try await intake.take(try await reading.stream(nil, kernel.blobs), expected)
        var facts = isReplaced ? Self.facts(of: input) : reading.facts
        facts.tags =
            input.taggingDirective == "REPLACE"
            ? try ObjectTags.parse(header: input.tagging) : reading.facts.tags
        let copied = facts
        let version = try await intake.name(content, call) { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try conditions.checkWrite(input.key, in: bucket, tx)
            let object = NewObject(key: input.key, content: content, facts: copied)
            return try History.put(object, as: .copy, in: bucket, call, tx)
        }
        let checksum = content.checksum
        return CopyObjectOutput(
            copyObjectResult: CopyObjectResult(
                eTag: "\"\(content.etag)\"", lastModified: call.now.timestamp,
                checksumType: checksum?.type, checksumCRC32: checksum?.value(for: .crc32),
                checksumCRC32C: checksum?.value(for: .crc32c),
                checksumCRC64NVME: checksum?.value(for: .crc64nvme),
                checksumSHA1: checksum?.value(for: .sha1),
                checksumSHA256: checksum?.value(for: .sha256)),
            copySourceVersionId: reading.versionID, versionId: version)
    }

    private static func check(_ input: CopyObjectInput) throws {
        let isGranted = input.grantRead != nil || input.grantReadACP != nil || input.grantWriteACP != nil
        try Unsupported.refuse(
            "CopyObject",
            [
                ("ACL", !["private", "bucket-owner-full-control"].contains(input.acl ?? "private")),
                ("grants", isGranted || input.grantFullControl != nil),
                ("ServerSideEncryption", input.serverSideEncryption != nil || input.ssekmsKeyId != nil),
                ("SSECustomerAlgorithm", input.sseCustomerAlgorithm != nil || input.sseCustomerKey != nil),
                ("CopySourceSSECustomerAlgorithm", input.copySourceSSECustomerAlgorithm != nil),
                ("StorageClass", (input.storageClass ?? "STANDARD") != "STANDARD"),
                ("WebsiteRedirectLocation", input.websiteRedirectLocation != nil),
                ("ObjectLockMode", input.objectLockMode != nil || input.objectLockLegalHoldStatus != nil),
            ])
    }

    private static func facts(of input: CopyObjectInput) -> ObjectFacts {
        var facts = ObjectFacts()
        facts.contentType = input.contentType
        facts.cacheControl = input.cacheControl
        facts.contentDisposition = input.contentDisposition
        facts.contentEncoding = stored(encoding: input.contentEncoding)
        facts.contentLanguage = input.contentLanguage
        facts.expires = input.expires
        facts.metadata = input.metadata ?? [:]
        return facts
    }
}

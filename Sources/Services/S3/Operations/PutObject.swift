internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Bytes of a key.
    static let keySizeMax = 1024

    /// Stores an object: its bytes are durable before the transaction that names them.
    func putObject(_ input: PutObjectInput, _ call: Call) async throws -> PutObjectOutput {
        try Self.check(input)
        try Self.check(key: input.key)
        let conditions = Conditions(ifMatch: input.ifMatch, ifNoneMatch: input.ifNoneMatch)
        // Asked before the bytes come, so that a refusal costs no upload; the write asks again.
        try await call.read { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try conditions.checkWrite(input.key, in: bucket, tx)
        }
        let checksum = try Checksum.given([
            (.crc32, input.checksumCRC32), (.crc32c, input.checksumCRC32C),
            (.crc64nvme, input.checksumCRC64NVME), (.sha1, input.checksumSHA1),
            (.sha256, input.checksumSHA256),
        ])
        let expected = try Expectation(
            contentMD5: input.contentMD5, algorithm: input.checksumAlgorithm, checksum: checksum)
        let facts = try Self.facts(of: input)
        let intake = Intake(kernel: kernel)
        let content = try await intake.take(input.body, expected)
        let (version, expiration) = try await intake.name(content, call) { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try conditions.checkWrite(input.key, in: bucket, tx)
            let object = NewObject(key: input.key, content: content, facts: facts)
            let end = try LifecycleTerms.expiration(
                in: bucket, input.key, size: content.size, tags: facts.tags, at: call.now)
            return (try History.put(object, as: .put, in: bucket, call, tx), end)
        }
        var output = Self.output(content, version)
        output.expiration = expiration
        return output
    }

    static func check(key: String) throws {
        guard key.utf8.count <= keySizeMax else {
            throw KeyTooLongError(size: String(key.utf8.count), maxSizeAllowed: String(keySizeMax))
        }
    }

    private static func check(_ input: PutObjectInput) throws {
        let isGranted = input.grantRead != nil || input.grantReadACP != nil || input.grantWriteACP != nil
        try Unsupported.refuse(
            "PutObject",
            [
                ("ACL", !["private", "bucket-owner-full-control"].contains(input.acl ?? "private")),
                ("grants", isGranted || input.grantFullControl != nil),
                ("ServerSideEncryption", input.serverSideEncryption != nil || input.ssekmsKeyId != nil),
                ("SSECustomerAlgorithm", input.sseCustomerAlgorithm != nil || input.sseCustomerKey != nil),
                ("StorageClass", (input.storageClass ?? "STANDARD") != "STANDARD"),
                ("WebsiteRedirectLocation", input.websiteRedirectLocation != nil),
                ("WriteOffsetBytes", input.writeOffsetBytes != nil),
                ("ObjectLockMode", input.objectLockMode != nil || input.objectLockLegalHoldStatus != nil),
                ("ChecksumSHA512", input.checksumSHA512 != nil), ("ChecksumMD5", input.checksumMD5 != nil),
                ("ChecksumXXHASH64", input.checksumXXHASH64 != nil),
                ("ChecksumXXHASH3", input.checksumXXHASH3 != nil),
                ("ChecksumXXHASH128", input.checksumXXHASH128 != nil),
            ])
    }

    private static func facts(of input: PutObjectInput) throws -> ObjectFacts {
        var facts = ObjectFacts()
        facts.contentType = input.contentType
        facts.cacheControl = input.cacheControl
        facts.contentDisposition = input.contentDisposition
        facts.contentEncoding = stored(encoding: input.contentEncoding)
        facts.contentLanguage = input.contentLanguage
        facts.expires = input.expires
        facts.metadata = input.metadata ?? [:]
        facts.tags = try ObjectTags.parse(header: input.tagging)
        return facts
    }

    /// `aws-chunked` belongs to the transfer; what else there is belongs to the object.
    static func stored(encoding: String?) -> String? {
        let rest = (encoding ?? "").split(separator: ",").map { $0.drop { $0 == " " } }
            .filter { $0 != "aws-chunked" }
        return rest.isEmpty ? nil : rest.joined(separator: ",")
    }

    private static func output(_ content: Content, _ version: String?) -> PutObjectOutput {
        let checksum = content.checksum
        return PutObjectOutput(
            eTag: "\"\(content.etag)\"", checksumCRC32: checksum?.value(for: .crc32),
            checksumCRC32C: checksum?.value(for: .crc32c),
            checksumCRC64NVME: checksum?.value(for: .crc64nvme),
            checksumSHA1: checksum?.value(for: .sha1), checksumSHA256: checksum?.value(for: .sha256),
            checksumType: checksum?.type, versionId: version)
    }
}

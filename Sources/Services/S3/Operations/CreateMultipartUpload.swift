internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Begins an upload in parts.
    func createMultipartUpload(
        _ input: CreateMultipartUploadInput, _ call: Call
    ) async throws -> CreateMultipartUploadOutput {
        try Self.check(input)
        try Self.check(key: input.key)
        var algorithm: ChecksumAlgorithm?
        if let name = input.checksumAlgorithm {
            guard let known = ChecksumAlgorithm(rawValue: name) else {
                throw NotImplemented("ChecksumAlgorithm \(name)")
            }
            algorithm = known
        }
        let upload = NewUpload(
            key: input.key, name: call.kernel.entropy.text(64), algorithm: algorithm,
            facts: Self.facts(of: input))
        let bucket = try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try Uploads.insert(upload, of: bucket, at: call.now, in: tx)
            return bucket
        }
        return CreateMultipartUploadOutput(
            bucket: bucket.name, key: input.key, uploadId: upload.name,
            checksumAlgorithm: algorithm?.rawValue,
            checksumType: algorithm.map { _ in "COMPOSITE" })
    }

    private static func check(_ input: CreateMultipartUploadInput) throws {
        let isGranted = input.grantRead != nil || input.grantReadACP != nil || input.grantWriteACP != nil
        try Unsupported.refuse(
            "CreateMultipartUpload",
            [
                ("ACL", !["private", "bucket-owner-full-control"].contains(input.acl ?? "private")),
                ("grants", isGranted || input.grantFullControl != nil),
                ("ServerSideEncryption", input.serverSideEncryption != nil || input.ssekmsKeyId != nil),
                ("SSECustomerAlgorithm", input.sseCustomerAlgorithm != nil || input.sseCustomerKey != nil),
                ("StorageClass", (input.storageClass ?? "STANDARD") != "STANDARD"),
                ("WebsiteRedirectLocation", input.websiteRedirectLocation != nil),
                ("ObjectLockMode", input.objectLockMode != nil || input.objectLockLegalHoldStatus != nil),
                ("Tagging", input.tagging != nil),
                ("ChecksumType FULL_OBJECT", input.checksumType == "FULL_OBJECT"),
                ("ChecksumAlgorithm CRC64NVME", input.checksumAlgorithm == "CRC64NVME"),
            ])
    }

    private static func facts(of input: CreateMultipartUploadInput) -> ObjectFacts {
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

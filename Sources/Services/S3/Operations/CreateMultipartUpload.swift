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
        let isWhole = try Self.isWhole(algorithm, input.checksumType)
        let upload = NewUpload(
            key: input.key, name: call.kernel.entropy.text(64), algorithm: algorithm, isWhole: isWhole,
            facts: try Self.facts(of: input))
        let bucket = try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try Uploads.insert(upload, of: bucket, at: call.now, in: tx)
            return bucket
        }
        return CreateMultipartUploadOutput(
            bucket: bucket.name, key: input.key, uploadId: upload.name,
            checksumAlgorithm: algorithm?.rawValue,
            checksumType: algorithm.map { _ in isWhole ? "FULL_OBJECT" : "COMPOSITE" })
    }

    /// Whether the checksum will be one of all bytes; AWS's default depends on the algorithm.
    private static func isWhole(_ algorithm: ChecksumAlgorithm?, _ type: String?) throws -> Bool {
        guard let algorithm else {
            if type != nil {
                throw InvalidRequest(
                    "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header."
                )
            }
            return true
        }
        guard let type else { return algorithm == .crc64nvme }
        let isWhole = type == "FULL_OBJECT"
        guard isWhole ? algorithm.isJoinable : algorithm != .crc64nvme else {
            throw InvalidRequest(
                "The \(type) checksum type cannot be used with the \(algorithm.rawValue.lowercased()) checksum "
                    + "algorithm.")
        }
        return isWhole
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
            ])
    }

    private static func facts(of input: CreateMultipartUploadInput) throws -> ObjectFacts {
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
}

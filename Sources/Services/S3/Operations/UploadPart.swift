internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Takes in a part of an upload; a part of the same number takes the place of the earlier one.
    func uploadPart(_ input: UploadPartInput, _ call: Call) async throws -> UploadPartOutput {
        try Unsupported.refuse(
            "UploadPart",
            [
                ("SSECustomerAlgorithm", input.sseCustomerAlgorithm != nil || input.sseCustomerKey != nil),
                ("ChecksumSHA512", input.checksumSHA512 != nil), ("ChecksumMD5", input.checksumMD5 != nil),
                ("ChecksumXXHASH64", input.checksumXXHASH64 != nil),
                ("ChecksumXXHASH3", input.checksumXXHASH3 != nil),
                ("ChecksumXXHASH128", input.checksumXXHASH128 != nil),
            ])
        try Self.check(partNumber: input.partNumber)
        let upload = try await call.read { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            return try Uploads.named(input.uploadId, input.key, of: bucket, in: tx)
        }
        let checksum = try Checksum.given([
            (.crc32, input.checksumCRC32), (.crc32c, input.checksumCRC32C),
            (.crc64nvme, input.checksumCRC64NVME), (.sha1, input.checksumSHA1),
            (.sha256, input.checksumSHA256),
        ])
        var expected = try Expectation(
            contentMD5: input.contentMD5, algorithm: input.checksumAlgorithm ?? upload.algorithm?.rawValue,
            checksum: checksum)
        if let given = expected.algorithm, let wanted = upload.algorithm, given != wanted {
            throw InvalidRequest(
                "Checksum Type mismatch occurred, expected checksum Type: \(wanted.rawValue.lowercased()), "
                    + "actual checksum Type: \(given.rawValue.lowercased())")
        }
        expected.kept = upload.keptAlgorithm
        let intake = Intake(kernel: kernel)
        let content = try await intake.take(input.body, expected)
        try await intake.name(content, call) { tx in
            // The upload may have ended while the bytes came.
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            let upload = try Uploads.named(input.uploadId, input.key, of: bucket, in: tx)
            try Parts.put(content, number: input.partNumber, of: upload.id, call, in: tx)
        }
        // Where nobody named an algorithm, none is answered.
        let found =
            upload.algorithm == nil && expected.algorithm == nil && content.checksum?.algorithm == .crc64nvme
            ? nil : content.checksum
        return UploadPartOutput(
            eTag: "\"\(content.etag)\"", checksumCRC32: found?.value(for: .crc32),
            checksumCRC32C: found?.value(for: .crc32c), checksumCRC64NVME: found?.value(for: .crc64nvme),
            checksumSHA1: found?.value(for: .sha1), checksumSHA256: found?.value(for: .sha256))
    }

    static func check(partNumber: Int) throws {
        guard (1...StoredPart.numberMax).contains(partNumber) else {
            throw InvalidArgument(
                "Part number must be an integer between 1 and 10000, inclusive", argumentName: "partNumber",
                argumentValue: String(partNumber))
        }
    }
}

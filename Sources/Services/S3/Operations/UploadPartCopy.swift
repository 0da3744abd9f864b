internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Takes in a part of an upload from an object, or from a range of it.
    func uploadPartCopy(_ input: UploadPartCopyInput, _ call: Call) async throws -> UploadPartCopyOutput {
        try Unsupported.refuse(
            "UploadPartCopy",
            [
                ("SSECustomerAlgorithm", input.sseCustomerAlgorithm != nil || input.sseCustomerKey != nil),
                ("CopySourceSSECustomerAlgorithm", input.copySourceSSECustomerAlgorithm != nil),
            ])
        try Self.check(partNumber: input.partNumber)
        let source = try CopySource(input.copySource)
        let wanted = Conditions(
            ifMatch: input.copySourceIfMatch, ifNoneMatch: input.copySourceIfNoneMatch,
            ifModifiedSince: input.copySourceIfModifiedSince,
            ifUnmodifiedSince: input.copySourceIfUnmodifiedSince)
        let (reading, upload) = try await call.read { tx in
            let target = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            let upload = try Uploads.named(input.uploadId, input.key, of: target, in: tx)
            let bucket = try Buckets.named(
                source.bucket, owner: input.expectedSourceBucketOwner, call, in: tx)
            let object = try History.object(source.key, version: source.version, in: bucket, tx)
            try wanted.checkSource(object)
            return (try Reading(object, in: bucket, .body, tx), upload)
        }
        let range = try Self.copyRange(input.copySourceRange, size: reading.object.size)
        guard (range?.count ?? reading.object.size) <= Intake.sizeMax else {
            throw InvalidRequest(
                "The specified copy source is larger than the maximum allowable size for a copy source: "
                    + "\(Intake.sizeMax)")
        }
        var expected = Expectation()
        expected.algorithm = upload.keptAlgorithm
        let intake = Intake(kernel: kernel)
        let content = try await intake.take(try await reading.stream(range, kernel.blobs), expected)
        try await intake.name(content, call) { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            let upload = try Uploads.named(input.uploadId, input.key, of: bucket, in: tx)
            try Parts.put(content, number: input.partNumber, of: upload.id, call, in: tx)
        }
        let found = upload.algorithm == nil ? nil : content.checksum
        return UploadPartCopyOutput(
            copySourceVersionId: reading.versionID,
            copyPartResult: CopyPartResult(
                eTag: "\"\(content.etag)\"", lastModified: call.now.timestamp,
                checksumCRC32: found?.value(for: .crc32), checksumCRC32C: found?.value(for: .crc32c),
                checksumCRC64NVME: found?.value(for: .crc64nvme), checksumSHA1: found?.value(for: .sha1),
                checksumSHA256: found?.value(for: .sha256)))
    }

    /// The range to copy, which must lie within the source; nil for all of it.
    private static func copyRange(_ field: String?, size: Int) throws -> Range<Int>? {
        guard let field else { return nil }
        let parts = field.dropFirst(6).split(
            separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard field.hasPrefix("bytes="), parts.count == 2, let first = Int(parts[0]),
            let last = Int(parts[1]),
            first >= 0, last >= first
        else {
            throw InvalidArgument(
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last "
                    + "are the zero-based offsets of the first and last bytes to copy",
                argumentName: "x-amz-copy-source-range", argumentValue: field)
        }
        guard first < size else {
            throw InvalidRequest("The specified copy range is invalid for the source object size")
        }
        guard last < size else {
            throw InvalidArgument(
                "Range specified is not valid for source object of size: \(size)",
                argumentName: "x-amz-copy-source-range", argumentValue: field)
        }
        return first..<(last + 1)
    }
}

internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Answers what is known of an object without its bytes, as far as the request asks for it.
    func getObjectAttributes(
        _ input: GetObjectAttributesInput, _ call: Call
    ) async throws -> GetObjectAttributesOutput {
        try Unsupported.refuse(
            "GetObjectAttributes", [("SSECustomerAlgorithm", input.sseCustomerAlgorithm != nil)])
        let known: Set = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]
        let wanted = Set(input.objectAttributes)
        guard !wanted.isEmpty, wanted.isSubset(of: known) else {
            throw InvalidArgument(
                "Invalid attribute name specified.", argumentName: "x-amz-object-attributes",
                argumentValue: input.objectAttributes.joined(separator: ","))
        }
        let reading = try await call.read { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            let object = try History.object(input.key, version: input.versionId, in: bucket, tx)
            return try Reading(object, in: bucket, .parts, tx)
        }
        let object = reading.object
        let checksum = wanted.contains("Checksum") ? reading.facts.checksum : nil
        let isParted = wanted.contains("ObjectParts") && object.upload != nil
        return GetObjectAttributesOutput(
            lastModified: object.modifiedAt.timestamp, versionId: reading.versionID,
            eTag: wanted.contains("ETag") ? object.etag : nil,
            checksum: checksum.map { checksum in
                // The number of parts stands with the parts.
                let bare = Checksum(algorithm: checksum.algorithm, value: checksum.digits)
                return .init(
                    checksumCRC32: bare.value(for: .crc32), checksumCRC32C: bare.value(for: .crc32c),
                    checksumCRC64NVME: bare.value(for: .crc64nvme), checksumSHA1: bare.value(for: .sha1),
                    checksumSHA256: bare.value(for: .sha256), checksumType: checksum.type)
            },
            objectParts: isParted ? try Self.parts(of: reading, input) : nil,
            storageClass: wanted.contains("StorageClass") ? "STANDARD" : nil,
            objectSize: wanted.contains("ObjectSize") ? object.size : nil)
    }

    /// The parts one by one only where each has a checksum that counts, as AWS answers.
    private static func parts(
        of reading: Reading, _ input: GetObjectAttributesInput
    ) throws -> GetObjectAttributesParts {
        guard let whole = reading.facts.checksum, whole.isComposite else {
            return GetObjectAttributesParts(totalPartsCount: reading.parts.count)
        }
        let limit = try KeySpelling.limit(input.maxParts, "max-parts")
        let marker = input.partNumberMarker ?? 0
        let rest = reading.parts.filter { $0.number > marker }
        let page = rest.prefix(limit).map { part in
            let checksum = part.checksum.map { Checksum(algorithm: whole.algorithm, value: $0) }
            return ObjectPart(
                partNumber: part.number, size: part.size, checksumCRC32: checksum?.value(for: .crc32),
                checksumCRC32C: checksum?.value(for: .crc32c),
                checksumCRC64NVME: checksum?.value(for: .crc64nvme),
                checksumSHA1: checksum?.value(for: .sha1), checksumSHA256: checksum?.value(for: .sha256))
        }
        return GetObjectAttributesParts(
            totalPartsCount: reading.parts.count, partNumberMarker: marker,
            nextPartNumberMarker: page.last?.partNumber ?? 0, maxParts: limit,
            isTruncated: rest.count > limit, parts: page)
    }
}

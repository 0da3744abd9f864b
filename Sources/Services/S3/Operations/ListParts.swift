internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Lists the parts that came for an upload.
    func listParts(_ input: ListPartsInput, _ call: Call) async throws -> ListPartsOutput {
        let limit = try KeySpelling.limit(input.maxParts, "max-parts")
        let marker = input.partNumberMarker ?? 0
        let (bucket, upload, found) = try await call.read { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            let upload = try Uploads.named(input.uploadId, input.key, of: bucket, in: tx)
            return (bucket, upload, try Parts.list(of: upload.id, after: marker, limit: limit + 1, in: tx))
        }
        let page = found.prefix(limit)
        let owner = StoredBucket.owner(bucket.account)
        let parts = page.map { part in
            let checksum = upload.algorithm.flatMap { algorithm in
                part.checksum.map { Checksum(algorithm: algorithm, value: $0) }
            }
            return Part(
                partNumber: part.number, lastModified: part.modifiedAt.timestamp, eTag: "\"\(part.etag)\"",
                size: part.size, checksumCRC32: checksum?.value(for: .crc32),
                checksumCRC32C: checksum?.value(for: .crc32c),
                checksumCRC64NVME: checksum?.value(for: .crc64nvme),
                checksumSHA1: checksum?.value(for: .sha1),
                checksumSHA256: checksum?.value(for: .sha256))
        }
        return ListPartsOutput(
            bucket: bucket.name, key: upload.key, uploadId: upload.name, partNumberMarker: marker,
            nextPartNumberMarker: page.last?.number ?? 0, maxParts: limit, isTruncated: found.count > limit,
            parts: parts, initiator: Initiator(id: owner.id), owner: owner, storageClass: "STANDARD",
            checksumAlgorithm: upload.algorithm?.rawValue,
            checksumType: upload.algorithm.map { _ in upload.checksumType })
    }
}

internal import Kernel
internal import S3Interface
internal import Store
internal import Wire

extension S3 {
    /// Lists uploads that are neither completed nor aborted, by key and age.
    func listMultipartUploads(
        _ input: ListMultipartUploadsInput, _ call: Call
    ) async throws -> ListMultipartUploadsOutput {
        try Unsupported.refuse("ListMultipartUploads", [("Delimiter", input.delimiter?.isEmpty == false)])
        let isEncoded = try KeySpelling.isEncoded(input.encodingType)
        let limit = try KeySpelling.limit(input.maxUploads, "max-uploads")
        let (bucket, found) = try await call.read { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            return (bucket, try Self.uploads(input, of: bucket, limit: limit + 1, in: tx))
        }
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last : nil
        let owner = StoredBucket.owner(bucket.account)
        return ListMultipartUploadsOutput(
            bucket: bucket.name, keyMarker: KeySpelling.text(input.keyMarker ?? "", isEncoded: isEncoded),
            uploadIdMarker: input.uploadIdMarker ?? "",
            nextKeyMarker: next.map { KeySpelling.text($0.key, isEncoded: isEncoded) },
            prefix: KeySpelling.text(input.prefix ?? "", isEncoded: isEncoded),
            nextUploadIdMarker: next?.name, maxUploads: limit, isTruncated: next != nil,
            uploads: page.map { upload in
                MultipartUpload(
                    uploadId: upload.name, key: KeySpelling.text(upload.key, isEncoded: isEncoded),
                    initiated: upload.createdAt.timestamp, storageClass: "STANDARD", owner: owner,
                    initiator: Initiator(id: owner.id), checksumAlgorithm: upload.algorithm?.rawValue)
            }, encodingType: input.encodingType)
    }

    private static func uploads(
        _ input: ListMultipartUploadsInput, of bucket: StoredBucket, limit: Int,
        in tx: borrowing Transaction
    ) throws -> [Upload] {
        let prefix = input.prefix ?? ""
        var found: [Upload] = []
        var start = prefix
        if let marker = input.keyMarker, !marker.isEmpty {
            if let name = input.uploadIdMarker, !name.isEmpty {
                let marked = try Uploads.named(name, marker, of: bucket, in: tx)
                found = try Uploads.list(of: bucket, marker, after: marked.id, limit: limit, in: tx)
            }
            let after = KeyOrder.following(marker)
            start = KeyOrder.isBefore(after, prefix) ? prefix : after
        }
        found += try Uploads.list(of: bucket, from: start, limit: limit, in: tx)
        return found.filter { KeyOrder.begins($0.key, with: prefix) }
    }
}

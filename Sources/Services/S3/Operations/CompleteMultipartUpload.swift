internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Makes an object of the parts that are named; the others are dropped. No byte is copied.
    func completeMultipartUpload(
        _ input: CompleteMultipartUploadInput, _ call: Call
    ) async throws -> CompleteMultipartUploadOutput {
        try Unsupported.refuse(
            "CompleteMultipartUpload",
            [
                ("SSECustomerAlgorithm", input.sseCustomerAlgorithm != nil || input.sseCustomerKey != nil),
                ("ChecksumSHA512", input.checksumSHA512 != nil), ("ChecksumMD5", input.checksumMD5 != nil),
            ])
        let given = try Checksum.given([
            (.crc32, input.checksumCRC32), (.crc32c, input.checksumCRC32C),
            (.crc64nvme, input.checksumCRC64NVME), (.sha1, input.checksumSHA1),
            (.sha256, input.checksumSHA256),
        ])
        let conditions = Conditions(ifMatch: input.ifMatch, ifNoneMatch: input.ifNoneMatch)
        let (object, version) = try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            let upload = try Uploads.named(input.uploadId, input.key, of: bucket, in: tx)
            try conditions.checkWrite(input.key, in: bucket, tx)
            let stored = try Parts.list(of: upload.id, in: tx)
            guard input.multipartUpload != nil else {
                throw InvalidRequest("You must specify at least one part")
            }
            let assembly = try Assembly(input.multipartUpload?.parts ?? [], of: stored, upload: upload)
            if let size = input.mpuObjectSize, size != assembly.size {
                throw InvalidRequest(
                    "The provided 'x-amz-mp-object-size' header does not match what was computed.")
            }
            var facts = try ObjectFacts(json: upload.facts)
            if let type = input.checksumType, type != upload.checksumType {
                throw InvalidRequest(
                    "The upload was created using the \(upload.checksumType) checksum mode. The complete request "
                        + "must use the same checksum mode.")
            }
            facts.checksum = assembly.checksum(of: upload)
            if let given,
                given.algorithm != facts.checksum?.algorithm || given.digits != facts.checksum?.digits
            {
                throw BadDigest(
                    "The \(given.algorithm.rawValue) you specified did not match the calculated checksum.")
            }
            let kept = Set(assembly.parts.map(\.number))
            for part in stored where !kept.contains(part.number) {
                try Parts.remove(part.number, of: upload.id, call, in: tx)
            }
            try Uploads.remove(upload.id, in: tx)
            let object = NewObject(
                key: input.key, etag: assembly.etag, size: assembly.size, facts: facts, upload: upload.id)
            return (object, try History.put(object, as: .completion, in: bucket, call, tx))
        }
        let checksum = object.facts.checksum
        return CompleteMultipartUploadOutput(
            location: "\(call.endpoint)/\(input.bucket)/\(PercentCoding.encoded(input.key))",
            bucket: input.bucket, key: input.key, eTag: "\"\(object.etag)\"",
            checksumCRC32: checksum?.value(for: .crc32), checksumCRC32C: checksum?.value(for: .crc32c),
            checksumCRC64NVME: checksum?.value(for: .crc64nvme),
            checksumSHA1: checksum?.value(for: .sha1), checksumSHA256: checksum?.value(for: .sha256),
            checksumType: checksum?.type, versionId: version)
    }
}

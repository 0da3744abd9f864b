internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Ends an upload without an object; its parts are gone.
    func abortMultipartUpload(
        _ input: AbortMultipartUploadInput, _ call: Call
    ) async throws -> AbortMultipartUploadOutput {
        try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            let upload = try Uploads.named(input.uploadId, input.key, of: bucket, in: tx)
            if let initiated = input.ifMatchInitiatedTime,
                initiated.milliseconds / 1000 != Int(upload.createdAt.seconds)
            {
                throw PreconditionFailed(condition: "x-amz-if-match-initiated-time")
            }
            try Parts.removeAll(of: upload.id, call, in: tx)
            try Uploads.remove(upload.id, in: tx)
        }
        return AbortMultipartUploadOutput()
    }
}

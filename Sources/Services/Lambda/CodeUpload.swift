internal import Kernel
internal import LambdaInterface
internal import Logging
internal import Store
internal import Wire

/// Where a request says the code is.
struct CodeSource {
    var zipFile: [UInt8]?
    var bucket: String?
    var key: String?
    var objectVersion: String?
    var imageURI: String?
}

extension Lambda {
    /// Takes the archive that a request brings or names, checks it and stores it.
    func upload(_ source: CodeSource, _ call: Call) async throws -> (archive: CodeArchive, blob: BlobID) {
        if source.imageURI != nil { throw NotImplemented("PackageType Image") }
        let bytes: [UInt8]
        if let zip = source.zipFile {
            guard zip.count <= Limits.zipSizeMax else {
                throw RequestTooLargeException(
                    "Request must be smaller than \(Limits.zipSizeMax) bytes for the CreateFunction "
                        + "operation",
                    type: "User")
            }
            bytes = zip
        } else if let bucket = source.bucket, let key = source.key {
            bytes = try await object(bucket, key, version: source.objectVersion, call)
        } else {
            throw InvalidParameterValueException("Please provide a source for function code.", type: "User")
        }
        let archive = try CodeArchive(bytes)
        let writer = try await kernel.blobs.create()
        do {
            try await writer.write(bytes)
            return (archive, try await writer.finish())
        } catch {
            await writer.abandon()
            throw error
        }
    }

    private func object(
        _ bucket: String, _ key: String, version: String?, _ call: Call
    ) async throws -> [UInt8] {
        guard kernel.service("s3") != nil else {
            throw InvalidParameterValueException(
                "Error occurred while GetObject. S3 is not a service of this server.", type: "User")
        }
        var input: JSONObject = ["Bucket": .string(bucket), "Key": .string(key)]
        input["VersionId"] = version.map { .string($0) }
        do {
            guard let stream = try await call.stream("s3:GetObject", .object(input)) else {
                throw ServiceException("The object has no body.", type: "Service")
            }
            return try await gather(stream)
        } catch let failure as any Failure where failure.status < 500 {
            throw InvalidParameterValueException(
                "Error occurred while GetObject. S3 Error Code: \(failure.code). S3 Error Message: "
                    + failure.message, type: "User")
        }
    }

    /// The object in memory; no archive is larger than what it unpacks to may be.
    private func gather(_ stream: BodyStream) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await stream.next() {
            guard bytes.count + piece.count <= Limits.unpackedSizeMax else {
                throw InvalidParameterValueException(
                    "Unzipped size must be smaller than \(Limits.unpackedSizeMax) bytes", type: "User")
            }
            bytes += piece
        }
        return bytes
    }

    /// Notes an archive with whatever uses it; a blob that turns out to be a copy is removed afterwards.
    func keep(_ archive: CodeArchive, _ blob: BlobID, in tx: borrowing Transaction) throws {
        let total = try Codes.totalSize(in: tx) + archive.bytes.count
        guard total <= Limits.codeStorageMax else {
            throw CodeStorageExceededException("Code storage limit exceeded.", type: "User")
        }
        if try !Codes.insert(archive.digest, blob, size: archive.bytes.count, in: tx) {
            sweep(blob, nil, in: tx)
        } else {
            tx.afterCommit { kernel.duties.run { await kernel.blobs.settle(blob) } }
        }
    }

    /// Forgets code that nothing uses any more, once the transaction has committed.
    func release(_ digest: String, in tx: borrowing Transaction) throws {
        if let blob = try Codes.removeUnused(digest, in: tx) { sweep(blob, digest, in: tx) }
    }

    /// Removes the blob of an archive that was only tried.
    func sweepUnused(_ blob: BlobID, in tx: borrowing Transaction) { sweep(blob, nil, in: tx) }

    private func sweep(_ blob: BlobID, _ digest: String?, in tx: borrowing Transaction) {
        tx.afterCommit {
            kernel.duties.run {
                do {
                    try await kernel.blobs.remove(blob)
                    if let digest { try await kernel.outside.directories.remove(digest) }
                } catch {
                    kernel.log.error("lambda: \(error)")
                }
            }
        }
    }
}

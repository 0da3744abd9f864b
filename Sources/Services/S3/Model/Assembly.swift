internal import Kernel
internal import S3Interface
internal import Wire

/// The parts of an upload as its completion names them, checked against those that came.
struct Assembly: Sendable {
    let parts: [StoredPart]

    /// Throws AWS's error for a list that is empty, out of order, or names what did not come.
    init(_ listed: [CompletedPart], of stored: [StoredPart], upload: Upload) throws {
        guard !listed.isEmpty else { throw MalformedXML() }
        var byNumber: [Int: StoredPart] = [:]
        for part in stored { byNumber[part.number] = part }
        var found: [StoredPart] = []
        for part in listed {
            guard let number = part.partNumber else { throw MalformedXML() }
            if let last = found.last, last.number >= number { throw InvalidPartOrder(uploadId: upload.name) }
            let etag = (part.eTag ?? "").filter { $0 != "\"" }
            guard let match = byNumber[number], match.etag == etag else {
                throw InvalidPart(uploadId: upload.name, partNumber: String(number), eTag: etag)
            }
            let given = [
                part.checksumCRC32, part.checksumCRC32C, part.checksumCRC64NVME, part.checksumSHA1,
                part.checksumSHA256,
            ].compactMap { $0 }.first
            if let given, given != match.checksum {
                throw InvalidPart(uploadId: upload.name, partNumber: String(number), eTag: etag)
            }
            found.append(match)
        }
        for part in found.dropLast() where part.size < StoredPart.sizeMin {
            throw EntityTooSmall(
                eTag: part.etag, minSizeAllowed: String(StoredPart.sizeMin), partNumber: String(part.number),
                proposedSize: String(part.size))
        }
        parts = found
    }

    var size: Int { parts.reduce(0) { $0 + $1.size } }

    /// The digest of the parts' digests, with their number.
    var etag: String {
        var digests = IncrementalDigest(.md5)
        for part in parts { digests.update(part.digest) }
        return "\(Digest.hex(digests.finalize()))-\(parts.count)"
    }

    /// The checksum of the parts' checksums; none where the upload named no algorithm.
    func checksum(_ algorithm: ChecksumAlgorithm?) -> Checksum? {
        guard let algorithm else { return nil }
        var running = RunningChecksum(algorithm)
        for part in parts {
            guard let bytes = part.checksum.flatMap({ Base64.decoded($0) }) else { return nil }
            running.update(bytes)
        }
        return Checksum(
            algorithm: algorithm, value: "\(Base64.encoded(running.finalize()))-\(parts.count)")
    }
}

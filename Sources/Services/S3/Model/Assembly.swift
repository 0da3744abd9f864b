internal import Kernel
internal import S3Interface
internal import Wire

/// The parts of an upload as its completion names them, checked against those that came.
struct Assembly: Sendable {
    let parts: [StoredPart]

    /// Throws AWS's error for a list that is empty, out of order, or names what did not come.
    init(_ listed: [CompletedPart], of stored: [StoredPart], upload: Upload) throws {
        let needsChecksums = upload.algorithm != nil && !upload.isWhole
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
            if needsChecksums, given == nil {
                let algorithm = upload.keptAlgorithm.rawValue.lowercased()
                throw InvalidRequest(
                    "The upload was created using a \(algorithm) checksum. The complete request must include "
                        + "the checksum for each part. It was missing for part \(number) in the request.")
            }
            // Where the upload names no algorithm, a part's checksum was compared when the part came.
            if let given, upload.algorithm != nil, given != match.checksum {
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

    /// The checksum of the object: of its bytes where the upload asked for that, otherwise of the parts'
    /// checksums.
    func checksum(of upload: Upload) -> Checksum? {
        let algorithm = upload.keptAlgorithm
        let values = parts.compactMap { $0.checksum.flatMap { Base64.decoded($0) } }
        guard values.count == parts.count, let first = values.first else { return nil }
        if upload.isWhole, algorithm.isJoinable {
            var whole = first
            for (part, value) in zip(parts, values).dropFirst() {
                whole = CRC.joined(whole, value, secondSize: part.size, algorithm)
            }
            return Checksum(algorithm: algorithm, value: Base64.encoded(whole))
        }
        var running = RunningChecksum(algorithm)
        for value in values { running.update(value) }
        return Checksum(
            algorithm: algorithm, value: "\(Base64.encoded(running.finalize()))-\(parts.count)")
    }
}

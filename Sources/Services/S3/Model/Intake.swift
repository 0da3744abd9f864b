internal import Kernel
internal import Logging
internal import S3Interface
internal import Store
internal import Wire

/// Takes in the bytes of an object or a part, and checks them on the way.
struct Intake: Sendable {
    /// Bytes of one upload that is not in parts.
    static let sizeMax = 5 << 30
    /// Contents up to this size stand in their row; a file of their own would cost more.
    static let inlineSizeMax = 64 << 10

    let kernel: Kernel

    func take(_ stream: BodyStream?, _ expected: Expectation) async throws -> Content {
        guard let stream else { return try await take(BodyStream([]), expected) }
        if let length = stream.length, length > expected.sizeMax {
            throw EntityTooLarge(maxSizeAllowed: String(expected.sizeMax), proposedSize: String(length))
        }
        var writer: (any BlobWriter)?
        do {
            return try await copy(stream, expected, &writer)
        } catch {
            await writer?.abandon()
            throw error
        }
    }

    private func copy(
        _ stream: BodyStream, _ expected: Expectation, _ writer: inout (any BlobWriter)?
    ) async throws -> Content {
        var md5 = IncrementalDigest(.md5)
        // The trailer tells its algorithm only at the end: all that it may be are counted when none is named.
        var algorithms = expected.algorithm.map { [$0] } ?? [.crc64nvme, .crc32]
        if let kept = expected.kept, !algorithms.contains(kept) { algorithms.append(kept) }
        var checksums = algorithms.map { RunningChecksum($0) }
        var held: [UInt8] = []
        var size = 0
        while let piece = try await stream.next() {
            size += piece.count
            if size > expected.sizeMax { throw EntityTooLarge(maxSizeAllowed: String(expected.sizeMax)) }
            md5.update(piece)
            for index in checksums.indices { checksums[index].update(piece) }
            if let writer {
                try await writer.write(piece)
            } else {
                held += piece
                guard held.count > Self.inlineSizeMax else { continue }
                let made = try await kernel.blobs.create()
                writer = made
                try await made.write(held)
                held = []
            }
        }
        let digest = md5.finalize()
        let (checksum, kept) = try verify(expected, digest, checksums, stream.trailers())
        guard let made = writer else {
            return Content(size: size, md5: digest, checksum: checksum, kept: kept, body: held, blob: nil)
        }
        // From here on the writer has ended, well or badly.
        writer = nil
        let blob = try await made.finish()
        return Content(size: size, md5: digest, checksum: checksum, kept: kept, body: nil, blob: blob)
    }

    private func verify(
        _ expected: Expectation, _ md5: [UInt8], _ running: [RunningChecksum],
        _ trailers: [(name: String, value: String)]
    ) throws -> (given: Checksum?, kept: Checksum?) {
        if let wanted = expected.md5, wanted != md5 {
            throw BadDigest(expectedDigest: Base64.encoded(wanted), calculatedDigest: Base64.encoded(md5))
        }
        let found = running.map {
            Checksum(algorithm: $0.algorithm, value: Base64.encoded($0.finalize()))
        }
        var wanted = expected.checksum
        for trailer in trailers where wanted == nil && trailer.name.hasPrefix("x-amz-checksum-") {
            guard let algorithm = ChecksumAlgorithm.allCases.first(where: { $0.field == trailer.name }) else {
                throw NotImplemented("Trailer \(trailer.name)")
            }
            wanted = Checksum(algorithm: algorithm, value: trailer.value)
            try wanted?.validate()
        }
        let kept = found.first { $0.algorithm == expected.kept }
        guard let wanted else { return (found.first, kept ?? found.first) }
        guard let computed = found.first(where: { $0.algorithm == wanted.algorithm }) else {
            throw InvalidRequest("The algorithm of the trailing checksum was not announced.")
        }
        guard computed == wanted else {
            throw BadDigest(
                "The \(wanted.algorithm.rawValue) you specified did not match the calculated checksum.")
        }
        return (computed, kept ?? computed)
    }

    /// Runs the transaction that names what was taken in. A refusal removes the bytes; where it is not known
    /// whether the transaction came to pass, the next start finds out.
    func name<R: Sendable>(
        _ content: Content, _ call: Kernel.Call,
        _ body: @escaping @Sendable (borrowing Transaction) throws -> R
    ) async throws -> R {
        do {
            let answer = try await call.write(body)
            if let blob = content.blob { await kernel.blobs.settle(blob) }
            return answer
        } catch let refusal as any Failure {
            await discard(content)
            throw refusal
        }
    }

    /// Removes what was taken in when no row came to name it.
    private func discard(_ content: Content) async {
        guard let blob = content.blob else { return }
        do {
            try await kernel.blobs.remove(blob)
        } catch {
            kernel.log.error("s3: \(error)")
        }
    }
}

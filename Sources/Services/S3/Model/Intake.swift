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
    /// Bytes that are written at a time.
    static let windowSize = 256 << 10

    let kernel: Kernel

    func take(_ stream: BodyStream?, _ given: Expectation) async throws -> Content {
        guard let stream else { return try await take(BodyStream([]), given) }
        var expected = given
        if expected.algorithm == nil {
            // A trailer brings its value at the end, but its name is announced.
            let names = stream.trailers().map(\.name)
            expected.algorithm = ChecksumAlgorithm.allCases.first { names.contains($0.field) }
        }
        if let length = stream.length, length > expected.sizeMax {
            throw EntityTooLarge(maxSizeAllowed: String(expected.sizeMax), proposedSize: String(length))
        }
        var held: [[UInt8]] = []
        var size = 0
        while size <= Self.inlineSizeMax {
            guard let piece = try await stream.next() else { return try small(held, stream, expected) }
            size += piece.count
            held.append(piece)
        }
        return try await large(held, stream, expected)
    }

    /// What stands in its row.
    private func small(
        _ pieces: [[UInt8]], _ stream: BodyStream, _ expected: Expectation
    ) throws -> Content {
        let body = pieces.count == 1 ? pieces[0] : Array(pieces.joined())
        if body.count > expected.sizeMax { throw EntityTooLarge(maxSizeAllowed: String(expected.sizeMax)) }
        var sums = Sums(expected)
        sums.md5.update(body)
        sums.update(pieces)
        let digest = sums.md5.finalize()
        let (checksum, kept) = try verify(expected, digest, sums.checksums, stream.trailers())
        return Content(size: body.count, md5: digest, checksum: checksum, kept: kept, body: body, blob: nil)
    }

    /// What stands in a file: it is written and synced while the sums are still counted.
    private func large(
        _ first: [[UInt8]], _ stream: BodyStream, _ expected: Expectation
    ) async throws -> Content {
        let writer = try await kernel.blobs.create()
        var blob: BlobID?
        var isEnded = false
        do {
            return try await withThrowingTaskGroup(of: Counting.Outcome.self) { group in
                var window = first
                var windowSize = first.reduce(0) { $0 + $1.count }
                var size = windowSize
                var counting = Counting(Sums(expected))
                var isMore = true
                while isMore {
                    while windowSize < Self.windowSize, isMore {
                        guard let piece = try await stream.next() else {
                            isMore = false
                            break
                        }
                        size += piece.count
                        windowSize += piece.count
                        if size > expected.sizeMax {
                            throw EntityTooLarge(maxSizeAllowed: String(expected.sizeMax))
                        }
                        window.append(piece)
                    }
                    try await counting.count(window, in: &group)
                    try await writer.write(window)
                    window = []
                    windowSize = 0
                }
                // From here on the writer has ended, well or badly. The disk takes its time while the rest is
                // counted.
                isEnded = true
                async let written = writer.finish()
                let sums = try await counting.finish(in: &group)
                let made = try await written
                blob = made
                let digest = sums.md5.finalize()
                let (checksum, kept) = try verify(expected, digest, sums.checksums, stream.trailers())
                return Content(
                    size: size, md5: digest, checksum: checksum, kept: kept, body: nil, blob: made)
            }
        } catch {
            if let blob { await discard(blob) }
            if !isEnded { await writer.abandon() }
            throw error
        }
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
            if let blob = content.blob { kernel.duties.run { await kernel.blobs.settle(blob) } }
            return answer
        } catch let refusal as any Failure {
            await discard(content)
            throw refusal
        }
    }

    /// Removes what was taken in when no row came to name it.
    private func discard(_ content: Content) async {
        if let blob = content.blob { await discard(blob) }
    }

    private func discard(_ blob: BlobID) async {
        do {
            try await kernel.blobs.remove(blob)
        } catch {
            kernel.log.error("s3: \(error)")
        }
    }
}

internal import Crypto

/// Takes an `aws-chunked` body apart as its bytes arrive and checks every signature on the way, in constant
/// memory.
///
/// Decoded bytes are handed out before the signature of their chunk is known, since a chunk may be larger
/// than memory: what was received must be discarded when any call throws. After an error every later call
/// throws it again.
/// [Chunked uploads](https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html)
public struct ChunkedBodyDecoder: Sendable {
    private enum State: Sendable {
        case header
        case data(left: Int64)
        case dataEnd(bytes: Int)
        case trailer
        case end
        case failed(ChunkError)
    }

    private var state = State.header
    private let payload: ChunkedPayload
    private var chain: SignatureChain
    private let declaredBytes: Int64?
    private let smallestChunk: Int64
    private var receivedBytes: Int64 = 0
    private var line: [UInt8] = []
    private var hasher = SHA256()
    private var claimed: [UInt8] = []
    private var chunkNumber = 0
    private var chunkSize: Int64 = 0
    private var trailerBytes = 0
    private var isTrailerSigned = false

    /// The trailing headers in the order sent, names in lower case, without `x-amz-trailer-signature`;
    /// complete, and with a signed trailer trustworthy, once ``isComplete``.
    public private(set) var trailers: [(name: String, value: String)] = []

    /// A decoder for the body behind `seed`. `decodedBytes` is `x-amz-decoded-content-length`, nil when
    /// unknown; `smallestChunk` the least bytes of every chunk but the last.
    public init(
        seed: ChunkSeed, decodedBytes: Int64?, smallestChunk: Int64 = SigningLimits.smallestChunkBytes
    ) {
        payload = seed.payload
        chain = seed.chain
        declaredBytes = decodedBytes
        self.smallestChunk = smallestChunk
    }

    /// True when the whole body was read and every signature was right.
    public var isComplete: Bool {
        if case .end = state { return true }
        return false
    }

    /// Reads the next bytes of the body and appends what they decode to to `output`.
    public mutating func decode(_ input: ArraySlice<UInt8>, into output: inout [UInt8]) throws(ChunkError) {
        do throws(ChunkError) {
            var rest = input
            while !rest.isEmpty { try step(&rest, &output) }
        } catch {
            state = .failed(error)
            throw error
        }
    }

    /// To be called when the body has ended; throws ``ChunkError/incomplete`` when it should not have.
    public mutating func finish() throws(ChunkError) {
        if case .failed(let error) = state { throw error }
        guard isComplete else { throw .incomplete }
    }

    private mutating func step(_ input: inout ArraySlice<UInt8>, _ output: inout [UInt8]) throws(ChunkError) {
        switch state {
        case .header:
            guard try readLine(&input, limit: SigningLimits.chunkHeaderBytes, .chunkHeaderTooLong) else {
                return
            }
            guard line.popLast() == 0x0D else { throw .malformedChunk }
            try openChunk()
        case .data(let left):
            let part = input.prefix(Int(clamping: left))
            if payload.isSigned { hasher.update(data: part) }
            output.append(contentsOf: part)
            input = input.dropFirst(part.count)
            state = left == Int64(part.count) ? .dataEnd(bytes: 0) : .data(left: left - Int64(part.count))
        case .dataEnd(let bytes):
            guard input.removeFirst() == (bytes == 0 ? 0x0D : 0x0A) else { throw .malformedChunk }
            if bytes == 0 {
                state = .dataEnd(bytes: 1)
            } else {
                try closeChunk()
                state = chunkSize == 0 ? .end : .header
            }
        case .trailer:
            let limit = SigningLimits.trailerBytes - trailerBytes
            guard try readLine(&input, limit: limit, .trailersTooLong) else { return }
            trailerBytes += line.count + 1
            if line.last == 0x0D { line.removeLast() }
            try readTrailer()
        case .end: throw .trailingBytes
        case .failed(let error): throw error
        }
    }

    /// Gathers bytes up to a line feed, which is dropped; false when there is none yet.
    private mutating func readLine(
        _ input: inout ArraySlice<UInt8>, limit: Int, _ error: ChunkError
    ) throws(ChunkError) -> Bool {
        let end = input.firstIndex(of: 0x0A) ?? input.endIndex
        guard line.count + (end - input.startIndex) < limit else { throw error }
        line.append(contentsOf: input[..<end])
        let isWhole = end < input.endIndex
        input = isWhole ? input[(end + 1)...] : input[end...]
        return isWhole
    }

    private mutating func openChunk() throws(ChunkError) {
        let semicolon = line.firstIndex(of: 0x3B) ?? line.endIndex
        let size = try Self.size(line[..<semicolon])
        if payload.isSigned {
            let parameter = Array("chunk-signature=".utf8)
            let rest = line[semicolon...].dropFirst()
            guard rest.starts(with: parameter) else { throw .malformedChunk }
            claimed = Array(rest.dropFirst(parameter.count))
            hasher = SHA256()
        }
        if size > 0, chunkNumber > 0, chunkSize < smallestChunk {
            throw .chunkTooSmall(number: chunkNumber, bytes: chunkSize)
        }
        let (sum, overflow) = receivedBytes.addingReportingOverflow(size)
        if let declaredBytes, overflow || sum > declaredBytes || (size == 0 && sum != declaredBytes) {
            throw .lengthMismatch(declared: declaredBytes, received: overflow ? .max : sum)
        }
        receivedBytes = sum
        chunkNumber += 1
        chunkSize = size
        line.removeAll(keepingCapacity: true)
        if size > 0 {
            state = .data(left: size)
        } else if payload.hasTrailer {
            try closeChunk()
            state = .trailer
        } else {
            state = .dataEnd(bytes: 0)
        }
    }

    private static func size(_ digits: ArraySlice<UInt8>) throws(ChunkError) -> Int64 {
        guard !digits.isEmpty, digits.count <= 15 else { throw .malformedChunk }
        var size: Int64 = 0
        for digit in digits {
            guard let value = Bytes.hexValue(digit) else { throw .malformedChunk }
            size = size << 4 | Int64(value)
        }
        guard size <= SigningLimits.chunkBytes else { throw .chunkTooLarge }
        return size
    }

    /// Only what HTTP allows around a value goes: anything else is part of what is signed.
    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        let start = bytes.drop(while: isBlank)
        guard let last = start.lastIndex(where: { !isBlank($0) }) else { return [] }
        return start[...last]
    }

    private mutating func closeChunk() throws(ChunkError) {
        guard payload.isSigned else { return }
        var digest: [UInt8] = []
        digest.appendHex(hasher.finalize())
        try chain.verify(claimed, of: chain.chunkMessage(digest: digest))
    }

    private mutating func readTrailer() throws(ChunkError) {
        defer { line.removeAll(keepingCapacity: true) }
        if line.isEmpty {
            if !payload.isSigned || isTrailerSigned {
                state = .end
            } else if trailers.isEmpty {
                throw .malformedTrailer
            }
            // Some clients write an empty line before the signature of the trailing headers.
            return
        }
        guard !isTrailerSigned, let colon = line.firstIndex(of: 0x3A), colon > line.startIndex else {
            throw .malformedTrailer
        }
        let name = Bytes.text(line[..<colon].map(Bytes.lowercased))
        let value = Self.trimmed(line[(colon + 1)...])
        guard name == "x-amz-trailer-signature" else {
            trailers.append((name, Bytes.text(value)))
            return
        }
        guard payload.isSigned else { throw .malformedTrailer }
        try chain.verify(Array(value), of: chain.trailerMessage(trailers))
        isTrailerSigned = true
    }
}

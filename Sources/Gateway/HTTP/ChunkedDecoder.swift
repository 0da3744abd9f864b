import NIOCore

/// Takes the chunked coding off a body (RFC 9112 section 7.1); incremental and strict.
struct ChunkedDecoder {
    private enum State {
        case sizeLine
        case data(remaining: Int)
        case dataEnd
        case trailers
    }

    private let limits: HTTPLimits.Head
    private let lineSizeMax: Int
    private var state = State.sizeLine
    private var lines = LineReader()
    private var fields: [HTTPHeaders.Field] = []

    /// What came of a call to `next`.
    enum Step {
        /// More bytes are needed.
        case incomplete
        /// This many readable bytes are data of the body; the caller takes them off the buffer.
        case data(Int)
        case end(trailers: HTTPHeaders)
    }

    init(limits: HTTPLimits.Head, chunkLineSizeMax: Int) {
        self.limits = limits
        self.lineSizeMax = chunkLineSizeMax
    }

    /// Reads on in `buffer`.
    mutating func next(_ buffer: inout ByteBuffer) throws(HTTPRefusal) -> Step {
        while true {
            switch state {
            case .sizeLine:
                guard let size = try readSizeLine(&buffer) else { return .incomplete }
                state = size == 0 ? .trailers : .data(remaining: size)
            case .data(let remaining):
                let size = min(remaining, buffer.readableBytes)
                if size == 0 { return .incomplete }
                state = size == remaining ? .dataEnd : .data(remaining: remaining - size)
                return .data(size)
            case .dataEnd:
                guard try readDataEnd(&buffer) else { return .incomplete }
                state = .sizeLine
            case .trailers:
                guard let trailers = try readTrailers(&buffer) else { return .incomplete }
                return .end(trailers: trailers)
            }
        }
    }

    private mutating func readSizeLine(_ buffer: inout ByteBuffer) throws(HTTPRefusal) -> Int? {
        var size: Int?
        let consumed = try buffer.withUnsafeReadableBytes { bytes throws(HTTPRefusal) -> Int in
            let line: Range<Int>?
            do {
                line = try lines.next(in: bytes, sizeMax: lineSizeMax, tooLong: .badChunk, totalMax: .max)
            } catch {
                throw .badChunk
            }
            guard let line else { return 0 }
            size = try Self.size(bytes, line)
            return lines.lineStart
        }
        guard size != nil else { return nil }
        buffer.moveReaderIndex(forwardBy: consumed)
        lines = LineReader()
        return size
    }

    /// Hexadecimal digits, then nothing or `;` and extensions, which are ignored.
    private static func size(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) throws(HTTPRefusal) -> Int {
        var size = 0
        var index = line.lowerBound
        while index < line.upperBound, let digit = hexadecimal(bytes[index]) {
            guard size < 1 << 55 else { throw .badChunk }
            size = size << 4 | digit
            index += 1
        }
        guard index > line.lowerBound else { throw .badChunk }
        try ChunkExtensions.skip(bytes, index..<line.upperBound)
        return size
    }

    private static func hexadecimal(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    private func readDataEnd(_ buffer: inout ByteBuffer) throws(HTTPRefusal) -> Bool {
        let at = buffer.readerIndex
        guard let first: UInt8 = buffer.getInteger(at: at) else { return false }
        guard first == 0x0D else { throw .badChunk }
        guard let second: UInt8 = buffer.getInteger(at: at + 1) else { return false }
        guard second == 0x0A else { throw .badChunk }
        buffer.moveReaderIndex(forwardBy: 2)
        return true
    }

    private mutating func readTrailers(_ buffer: inout ByteBuffer) throws(HTTPRefusal) -> HTTPHeaders? {
        var trailers: HTTPHeaders?
        let size = try buffer.withUnsafeReadableBytes { bytes throws(HTTPRefusal) -> Int in
            while true {
                let line = try lines.next(
                    in: bytes, sizeMax: limits.headerLineSizeMax, tooLong: .headTooLarge,
                    totalMax: limits.headSizeMax)
                guard let line else { return 0 }
                if line.isEmpty { break }
                if fields.count == limits.headerCountMax { throw .headTooLarge }
                fields.append(try FieldLine.parse(bytes, line))
            }
            let isEmpty = fields.isEmpty
            trailers =
                isEmpty
                ? HTTPHeaders() : HTTPHeaders(parsed: [UInt8](bytes[..<lines.lineStart]), fields: fields)
            return lines.lineStart
        }
        buffer.moveReaderIndex(forwardBy: size)
        return trailers
    }
}

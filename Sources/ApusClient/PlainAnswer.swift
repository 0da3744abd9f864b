internal import Wire

/// Reads one answer of HTTP/1.1 as its bytes arrive.
///
/// The syntax of [RFC 9112](https://www.rfc-editor.org/rfc/rfc9112) as far as a client needs it: a body of a
/// stated length, in chunks, or up to the end of the connection.
struct PlainAnswer {
    enum Outcome {
        /// The answer is not there as a whole yet.
        case more
        case whole
        case broken(String)
        case tooLarge
    }

    /// What says where the body ends.
    private enum Framing {
        case length(Int)
        case chunks
        case connection
    }

    /// Bytes of a head, and of the line before a chunk.
    static let headSizeMax = 64 << 10
    static let chunkLineSizeMax = 4096

    /// The answer as far as it has been read.
    private(set) var parts = ResponseParts(status: 0)
    /// Whether the connection may carry another request.
    private(set) var isKept = false
    private let bodySizeMax: Int
    private var framing: Framing?
    /// Bytes of the head or of a chunk that is not there as a whole.
    private var rest: [UInt8] = []
    /// Up to where the head's end has been looked for.
    private var place = 0

    init(bodySizeMax: Int) {
        self.bodySizeMax = bodySizeMax
    }

    /// Takes the bytes that have arrived.
    mutating func take(_ bytes: some Collection<UInt8>) -> Outcome {
        guard framing == nil else { return takeBody(bytes) }
        rest += bytes
        while framing == nil {
            if let outcome = readHead() { return outcome }
        }
        let body = rest
        rest = []
        return takeBody(body)
    }

    /// The connection has ended; true if that ends the answer.
    var endsWithConnection: Bool { if case .connection? = framing { true } else { false } }

    // MARK: The head

    /// Answers what ends the reading for now; nil when a head has been read, be it that of an interim answer.
    private mutating func readHead() -> Outcome? {
        guard let end = endOfHead() else {
            place = max(0, rest.count - 3)
            return rest.count > Self.headSizeMax ? .broken("the head of the answer is too large") : .more
        }
        parts = ResponseParts(status: 0)
        var start = 0
        var length: Int?
        var isChunked = false
        var line = 0
        while start < end - 2 {
            let stop = rest[start...].firstIndex(of: 0x0D) ?? end
            if line == 0 {
                guard let status = Self.status(rest[start..<stop]) else {
                    return .broken("no answer of HTTP/1.1")
                }
                parts.status = status
                isKept = rest[start + 7] != UInt8(ascii: "0")
            } else {
                guard let colon = rest[start..<stop].firstIndex(of: 0x3A), colon > start else {
                    return .broken("a header without a name")
                }
                let name = String(decoding: rest[start..<colon], as: UTF8.self)
                let value = Self.trimmed(rest[(colon + 1)..<stop])
                switch name.utf8.count {
                case 14 where Self.matches(name, "content-length"):
                    guard let size = Int(value), size >= 0, length == nil || length == size else {
                        return .broken("a length that is none")
                    }
                    length = size
                case 17 where Self.matches(name, "transfer-encoding"):
                    isChunked = value.lowercased().hasSuffix("chunked")
                case 10 where Self.matches(name, "connection"):
                    let said = value.lowercased()
                    if said.contains("close") { isKept = false }
                    if said.contains("keep-alive") { isKept = true }
                default: break
                }
                parts.headers.append((name: name, value: value))
            }
            line += 1
            start = stop + 2
        }
        rest.removeFirst(end)
        place = 0
        if parts.status < 200 { return rest.isEmpty ? .more : nil }
        frame(length, isChunked)
        return nil
    }

    private mutating func frame(_ length: Int?, _ isChunked: Bool) {
        if parts.status == 204 || parts.status == 304 {
            framing = .length(0)
        } else if isChunked {
            framing = .chunks
        } else if let length {
            framing = .length(length)
        } else {
            framing = .connection
            isKept = false
        }
    }

    /// Where the body begins; nil while the head has no end.
    private func endOfHead() -> Int? {
        var index = place + 3
        while index < rest.count {
            if rest[index] == 0x0A, rest[index - 1] == 0x0D, rest[index - 2] == 0x0A, rest[index - 3] == 0x0D
            {
                return index + 1
            }
            index += 1
        }
        return nil
    }

    /// The status of a line such as `HTTP/1.1 200 OK`.
    private static func status(_ line: ArraySlice<UInt8>) -> Int? {
        let start = line.startIndex
        guard line.count >= 12, line.starts(with: "HTTP/1.".utf8), line[start + 8] == 0x20 else { return nil }
        let digits = line[(start + 9)..<(start + 12)]
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func matches(_ name: String, _ lower: String) -> Bool {
        zip(name.utf8, lower.utf8).allSatisfy { $0 == $1 || $0 | 0x20 == $1 }
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> String {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        let rest = text.drop(while: isBlank)
        let end = rest.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? rest.startIndex
        return String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
    }

    // MARK: The body

    private mutating func takeBody(_ bytes: some Collection<UInt8>) -> Outcome {
        switch framing {
        case nil: return .more
        case .connection:
            parts.body += bytes
            return checked(.more)
        case .length(let size):
            guard size <= bodySizeMax else { return .tooLarge }
            if parts.body.isEmpty { parts.body.reserveCapacity(size) }
            parts.body += bytes
            guard parts.body.count >= size else { return .more }
            // Bytes that nobody asked for: the connection is of no more use.
            if parts.body.count > size {
                parts.body.removeLast(parts.body.count - size)
                isKept = false
            }
            return .whole
        case .chunks:
            rest += bytes
            return takeChunks()
        }
    }

    private func checked(_ outcome: Outcome) -> Outcome {
        parts.body.count > bodySizeMax ? .tooLarge : outcome
    }

    private mutating func takeChunks() -> Outcome {
        var start = 0
        defer { rest.removeFirst(start) }
        while true {
            guard let lineEnd = rest[start...].firstIndex(of: 0x0A) else {
                return rest.count - start > Self.chunkLineSizeMax ? .broken("a chunk without a size") : .more
            }
            guard let size = Self.chunkSize(rest[start..<lineEnd]) else {
                return .broken("a chunk without a size")
            }
            guard size <= bodySizeMax - parts.body.count else { return .tooLarge }
            if size == 0 { return trailers(from: lineEnd + 1, &start) }
            let end = lineEnd + 1 + size
            guard rest.count >= end + 2 else { return .more }
            guard rest[end] == 0x0D, rest[end + 1] == 0x0A else { return .broken("a chunk without an end") }
            parts.body += rest[(lineEnd + 1)..<end]
            start = end + 2
        }
    }

    /// Skips the lines behind the last chunk, up to the empty one.
    private mutating func trailers(from first: Int, _ start: inout Int) -> Outcome {
        var line = first
        while let end = rest[line...].firstIndex(of: 0x0A) {
            if end == line || end == line + 1 && rest[line] == 0x0D {
                if end + 1 < rest.count { isKept = false }
                start = rest.count
                return .whole
            }
            line = end + 1
        }
        return rest.count - first > Self.headSizeMax ? .broken("the trailers are too large") : .more
    }

    private static func chunkSize(_ line: ArraySlice<UInt8>) -> Int? {
        var size = 0
        var digits = 0
        for byte in line {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x41 + 10
            case 0x61...0x66: digit = byte - 0x61 + 10
            default: return digits > 0 && (byte == 0x0D || byte == 0x3B || byte == 0x20) ? size : nil
            }
            digits += 1
            guard digits <= 15 else { return nil }
            size = size << 4 | Int(digit)
        }
        return digits > 0 ? size : nil
    }
}

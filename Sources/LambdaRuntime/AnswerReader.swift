internal import Wire

/// Reads one answer of HTTP/1.1 with a stated length or in chunks, as its bytes arrive: what has been read is
/// not read again when more is there.
struct AnswerReader {
    enum Outcome {
        /// The answer is not there as a whole yet.
        case more
        /// The answer, its header names in lower case, and how many bytes it took.
        case whole(ResponseParts, size: Int)
        case broken(String)
    }

    /// What says where the body ends.
    private enum Framing {
        case length(Int)
        case chunks
    }

    private var parts = ResponseParts()
    private var framing: Framing?
    /// Up to where the bytes have been read: within the head where its end is looked for, then the body.
    private var place = 0

    /// Takes all bytes since the answer's first; each time those of before and the new ones.
    mutating func read(_ bytes: [UInt8]) -> Outcome {
        if framing == nil, let end = readHead(bytes) { return end }
        switch framing {
        case nil: return .more
        case .length(let size): return body(bytes, size)
        case .chunks: return chunks(bytes)
        }
    }

    /// Reads the head once its end is there; what it answers ends the reading.
    private mutating func readHead(_ bytes: [UInt8]) -> Outcome? {
        guard let end = Self.end(ofHeadIn: bytes, from: place) else {
            place = max(0, bytes.count - 3)
            return bytes.count > RuntimeStream.headSizeMax ? .broken("the head is too large") : nil
        }
        let lines = bytes[..<(end - 4)].split(separator: 0x0D).map { $0.first == 0x0A ? $0.dropFirst() : $0 }
        let words = lines.first?.split(separator: 0x20) ?? []
        guard words.count >= 2, words[0].starts(with: "HTTP/1.".utf8),
            let status = Int(String(decoding: words[1], as: UTF8.self))
        else {
            return .broken("no answer of HTTP/1.1")
        }
        parts.status = status
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: 0x3A) else { return .broken("a header without a colon") }
            let name = line[..<colon].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            parts.headers.append(
                (name: String(decoding: name, as: UTF8.self), value: Self.trimmed(line[(colon + 1)...])))
        }
        place = end
        if parts.header("transfer-encoding")?.lowercased() == "chunked" {
            framing = .chunks
            return nil
        }
        guard let size = Int(parts.header("content-length") ?? "0"), (0...RuntimeStream.bodySizeMax) ~= size
        else {
            return .broken("a length that is none")
        }
        framing = .length(size)
        return nil
    }

    private mutating func body(_ bytes: [UInt8], _ size: Int) -> Outcome {
        guard bytes.count - place >= size else { return .more }
        parts.body = Array(bytes[place..<place + size])
        return .whole(parts, size: place + size)
    }

    private mutating func chunks(_ bytes: [UInt8]) -> Outcome {
        while true {
            guard let lineEnd = bytes[place...].firstIndex(of: 0x0A) else { return .more }
            let digits = String(decoding: bytes[place..<lineEnd], as: UTF8.self)
                .prefix { $0.isHexDigit }
            guard let size = Int(digits, radix: 16), size <= RuntimeStream.bodySizeMax - parts.body.count
            else {
                return .broken("a chunk without a size")
            }
            let chunkEnd = lineEnd + 1 + size
            guard bytes.count >= chunkEnd + 2 else { return .more }
            guard bytes[chunkEnd] == 0x0D, bytes[chunkEnd + 1] == 0x0A else {
                return .broken("a chunk without an end")
            }
            parts.body += bytes[lineEnd + 1..<chunkEnd]
            place = chunkEnd + 2
            if size == 0 { return .whole(parts, size: place) }
        }
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> String {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        let rest = text.drop(while: isBlank)
        let end = rest.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? rest.startIndex
        return String(decoding: rest[..<end], as: UTF8.self)
    }

    /// Where the body begins; nil while the head has no end.
    private static func end(ofHeadIn bytes: [UInt8], from start: Int) -> Int? {
        var place = start + 3
        while place < bytes.count {
            if bytes[place] == 0x0A, bytes[place - 1] == 0x0D, bytes[place - 2] == 0x0A,
                bytes[place - 3] == 0x0D
            {
                return place + 1
            }
            place += 1
        }
        return nil
    }
}

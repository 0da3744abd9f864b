internal import Wire

/// Reads answers of HTTP/1.1 with a stated length or in chunks.
struct AnswerReader {
    enum Outcome {
        /// The answer is not there as a whole yet.
        case more
        /// The answer and how many bytes it took.
        case whole(ResponseParts, size: Int)
        case broken(String)
    }

    func read(_ bytes: [UInt8]) -> Outcome {
        guard let headEnd = Self.end(ofHeadIn: bytes) else {
            return bytes.count > RuntimeStream.headSizeMax ? .broken("the head is too large") : .more
        }
        let head = String(decoding: bytes[..<headEnd], as: UTF8.self)
        let lines = head.split(separator: "\r\n").map(String.init)
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            return .broken("no answer of HTTP/1.1")
        }
        var parts = ResponseParts(status: status)
        for line in lines.dropFirst() {
            let field = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard field.count == 2 else { return .broken("a header without a colon") }
            parts.headers.append((name: String(field[0]), value: Self.trimmed(field[1])))
        }
        if parts.header("transfer-encoding")?.lowercased() == "chunked" {
            return chunks(bytes, from: headEnd, parts)
        }
        guard let size = Int(parts.header("content-length") ?? "0"), (0...RuntimeStream.bodySizeMax) ~= size
        else {
            return .broken("a length that is none")
        }
        guard bytes.count - headEnd >= size else { return .more }
        parts.body = Array(bytes[headEnd..<headEnd + size])
        return .whole(parts, size: headEnd + size)
    }

    private func chunks(_ bytes: [UInt8], from start: Int, _ parts: ResponseParts) -> Outcome {
        var parts = parts
        var place = start
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

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    /// Where the body begins; nil while the head has no end.
    private static func end(ofHeadIn bytes: [UInt8]) -> Int? {
        var place = 3
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

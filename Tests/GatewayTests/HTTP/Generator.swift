/// Random numbers that are the same in each run (SplitMix64).
struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }

    /// True once in `n` times.
    mutating func once(in n: Int) -> Bool { Int.random(in: 0..<n, using: &self) == 0 }
}

extension Generator {
    /// One to four requests, most of them well-formed.
    mutating func requests() -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...4, using: &self) { bytes += Array(request().utf8) }
        return bytes
    }

    private mutating func request() -> String {
        let method = pick(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
        let target = pick(["/", "/a/b%20c?x=y", "/?", "/a?b?c", "//x", "/~!$&'()*+,;=:@-._", "http://a/x?y"])
        var text = "\(method) \(target) HTTP/1.\(once(in: 8) ? 0 : 1)\r\nHost: a\r\n"
        for _ in 0..<Int.random(in: 0...4, using: &self) {
            text +=
                pick(["X-Amz-Target", "x", "Content-Type", "authorization"]) + ":" + pick(["", " ", "\t "])
            text +=
                pick(["", "y", "a b", "k=v; \"q\"", "AWS4-HMAC-SHA256 x", "é"]) + pick(["", " "]) + "\r\n"
        }
        if once(in: 10) { text += "Connection: \(pick(["close", "keep-alive", "x, close"]))\r\n" }
        let body = String(
            repeating: pick(["a", "0\r\n\r\n", "GET / HTTP/1.1\r\n"]),
            count: Int.random(in: 0...5, using: &self))
        switch Int.random(in: 0...2, using: &self) {
        case 0: return text + "\r\n"
        case 1: return text + "Content-Length: \(body.utf8.count)\r\n\r\n" + body
        default: return text + "Transfer-Encoding: chunked\r\n\r\n" + chunked(body)
        }
    }

    private mutating func chunked(_ body: String) -> String {
        var text = ""
        var rest = Array(body.utf8)[...]
        while !rest.isEmpty {
            let part = rest.prefix(Int.random(in: 1...20, using: &self))
            rest = rest.dropFirst(part.count)
            text += String(part.count, radix: 16) + pick(["", "", ";a=b"]) + "\r\n"
            text += String(decoding: part, as: UTF8.self) + "\r\n"
        }
        return text + "0\r\n" + pick(["", "", "x-t: 1\r\n"]) + "\r\n"
    }

    /// Breaks `bytes` in a few places, mostly with what parsers stumble over.
    mutating func mutate(_ bytes: inout [UInt8]) {
        let words = [
            "\r", "\n", "\r\n", " ", "\t", "\0", ":", ",", "0", "1", "a", "\u{7F}", ";",
            "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "\r\n\r\n", "é",
        ]
        for _ in 0..<Int.random(in: 1...3, using: &self) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &self)
            switch Int.random(in: 0...3, using: &self) {
            case 0: bytes.remove(at: at)
            case 1: bytes[at] = UInt8.random(in: 0...255, using: &self)
            case 2: bytes.insert(contentsOf: Array(pick(words).utf8), at: at)
            default: bytes.replaceSubrange(at..<min(bytes.count, at + 2), with: Array(pick(words).utf8))
            }
        }
    }
}

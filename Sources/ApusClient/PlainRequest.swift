internal import NIOCore

extension HTTPSession.Request {
    /// The request as it goes over a connection, head and body at once; nil where the method or a header
    /// holds what would end its line.
    func plainBytes(to target: PlainTarget, _ allocator: ByteBufferAllocator) -> ByteBuffer? {
        guard Self.isWord(method), Self.isLine(target.path), !target.path.utf8.contains(0x20) else {
            return nil
        }
        var bytes = allocator.buffer(capacity: 1024 + body.count)
        bytes.writeString(method)
        bytes.writeStaticString(" ")
        bytes.writeString(target.path)
        bytes.writeStaticString(" HTTP/1.1\r\nHost: ")
        bytes.writeString(target.authority)
        let statesLength = !body.isEmpty || method == "POST" || method == "PUT"
        for (name, value) in headers {
            guard Self.isWord(name), Self.isLine(value) else { return nil }
            if Self.matches(name, "host") || statesLength && Self.matches(name, "content-length") { continue }
            bytes.writeStaticString("\r\n")
            bytes.writeString(name)
            bytes.writeStaticString(": ")
            bytes.writeString(value)
        }
        if statesLength {
            bytes.writeStaticString("\r\nContent-Length: ")
            bytes.writeString(String(body.count))
        }
        bytes.writeStaticString("\r\n\r\n")
        if !body.isEmpty { bytes.writeBytes(body) }
        return bytes
    }

    private static func matches(_ name: String, _ lower: String) -> Bool {
        name.utf8.count == lower.utf8.count
            && zip(name.utf8, lower.utf8).allSatisfy { $0 == $1 || $0 | 0x20 == $1 }
    }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3A }
    }

    private static func isLine(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}

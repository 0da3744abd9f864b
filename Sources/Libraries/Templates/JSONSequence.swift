internal import Wire

/// JSON values one behind the other, as templates of several lines yield them.
enum JSONSequence {
    /// The offset of the first mistake; nil when the bytes are one or more JSON values and nothing else.
    static func firstMistake(in bytes: [UInt8]) -> Int? {
        do {
            _ = try JSON(parsing: bytes)
            return nil
        } catch {
            guard error.reason == .trailingBytes, startsWithString(bytes) else { return error.offset }
            return firstMistake(inStrings: bytes)
        }
    }

    private static func startsWithString(_ bytes: [UInt8]) -> Bool {
        bytes.first { !isSpace($0) } == UInt8(ascii: "\"")
    }

    /// Several values are taken only where they are strings: each is read on its own, so the cost is linear.
    private static func firstMistake(inStrings bytes: [UInt8]) -> Int? {
        var index = 0
        while index < bytes.count {
            if isSpace(bytes[index]) {
                index += 1
                continue
            }
            guard bytes[index] == UInt8(ascii: "\"") else { return index }
            let start = index
            index += 1
            while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
            }
            guard index < bytes.count else { return bytes.count }
            index += 1
            do {
                _ = try JSON(parsing: Array(bytes[start..<index]))
            } catch {
                return start + error.offset
            }
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}

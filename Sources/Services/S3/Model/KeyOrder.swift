/// Keys are ordered by their UTF-8 bytes, which is the order of their scalars.
enum KeyOrder {
    /// The least text above all texts that begin with `prefix`; nil when there is none.
    static func successor(of prefix: String) -> String? {
        var scalars = Array(prefix.unicodeScalars)
        while let last = scalars.popLast() {
            let next = last.value == 0xD7FF ? 0xE000 : last.value + 1
            guard let scalar = Unicode.Scalar(next) else { continue }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            text.append(scalar)
            return String(text)
        }
        return nil
    }

    /// The least text above `key`.
    static func following(_ key: String) -> String { key + "\0" }

    static func begins(_ key: String, with prefix: String) -> Bool { key.utf8.starts(with: prefix.utf8) }

    static func isBefore(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

    /// The part of a key up to and with the first delimiter behind the prefix.
    static func commonPrefix(of key: String, prefix: String, delimiter: String) -> String? {
        let bytes = Array(key.utf8)
        let mark = Array(delimiter.utf8)
        guard !mark.isEmpty, bytes.count >= mark.count else { return nil }
        var start = prefix.utf8.count
        while start + mark.count <= bytes.count {
            if bytes[start..<(start + mark.count)].elementsEqual(mark) {
                return String(decoding: bytes[..<(start + mark.count)], as: UTF8.self)
            }
            start += 1
        }
        return nil
    }
}

internal import Kernel
internal import Wire

/// A line of an access log: text with `$context` variables in it.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html>
struct AccessLogFormat: Sendable {
    /// Bytes of a format.
    static let sizeMax = 3 << 10

    private enum Part: Sendable {
        case text(String)
        case variable([String])
    }

    private let parts: [Part]

    init(_ text: String) {
        let mark = Array("$context.".utf8)
        let bytes = Array(text.utf8)
        var parts: [Part] = []
        var plain: [UInt8] = []
        var offset = 0
        while offset < bytes.count {
            guard bytes[offset] == mark[0], bytes[offset...].starts(with: mark) else {
                plain.append(bytes[offset])
                offset += 1
                continue
            }
            if !plain.isEmpty { parts.append(.text(String(decoding: plain, as: UTF8.self))) }
            plain = []
            let start = offset + mark.count
            offset = start
            while offset < bytes.count, Self.isNamePart(bytes, offset) { offset += 1 }
            let name = String(decoding: bytes[start..<offset], as: UTF8.self)
            parts.append(.variable(name.split(separator: ".").map(String.init)))
        }
        if !plain.isEmpty { parts.append(.text(String(decoding: plain, as: UTF8.self))) }
        self.parts = parts
    }

    /// A dot belongs to a name only where the name goes on behind it.
    private static func isNamePart(_ bytes: [UInt8], _ offset: Int) -> Bool {
        let isWord: (UInt8) -> Bool = { byte in
            (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || (byte >= 0x30 && byte <= 0x39)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
        if bytes[offset] == UInt8(ascii: ".") { return offset + 1 < bytes.count && isWord(bytes[offset + 1]) }
        return isWord(bytes[offset])
    }

    /// The line of a request; what is not known stands as a hyphen.
    func line(_ context: JSON) -> String {
        var line = ""
        for part in parts {
            switch part {
            case .text(let text): line += text
            case .variable(let path):
                var value: JSON? = context
                for name in path { value = value?[name] }
                let text = value?.scalarText ?? ""
                // The one that is quoted already.
                let isQuoted = path.last == "messageString"
                line += text.isEmpty ? "-" : (isQuoted ? text : Self.escaped(text))
            }
        }
        return line
    }

    /// What callers choose must neither end a line nor a text within quotes.
    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else { return text }
        return String(JSON.string(text).text.dropFirst().dropLast())
    }
}

/// How a path enters the canonical request. Amazon S3 alone takes it as it is, because `a//b` and `a/../b`
/// are names of objects; every other service removes dot segments and empty segments and encodes once more.
/// [Canonical request](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html)
public enum PathRules: Sendable {
    /// Amazon S3: encoded once, never normalised.
    case s3
    /// Every other service: normalised, then encoded a second time.
    case standard

    func append(path: String, to text: inout [UInt8]) {
        switch self {
        case .s3: Self.appendOnceEncoded(path, to: &text)
        case .standard: Self.appendNormalised(path, to: &text)
        }
    }

    /// An escape stays an escape (in upper case, and only where one is needed), a raw byte that needs one
    /// gets it: so a client may send `(` as it is or as `%28` and both sign alike, while `%2F` stays apart
    /// from `/`.
    private static func appendOnceEncoded(_ path: String, to text: inout [UInt8]) {
        guard !path.isEmpty else { return text.append(0x2F) }
        if path.utf8.allSatisfy({ Bytes.isUnreserved($0) || $0 == 0x2F }) { return text.append(path) }
        let bytes = Array(path.utf8)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if let decoded = PercentEncoding.escape(in: bytes, at: index) {
                if Bytes.isUnreserved(decoded) { text.append(decoded) } else { text.appendEscaped(decoded) }
                index += 3
                continue
            }
            if Bytes.isUnreserved(byte) || byte == 0x2F {
                text.append(byte)
            } else {
                text.appendEscaped(byte)
            }
            index += 1
        }
    }

    private static func appendNormalised(_ path: String, to text: inout [UInt8]) {
        if path == "/" || path.isEmpty { return text.append(0x2F) }
        let bytes = Array(path.utf8)
        var segments: [ArraySlice<UInt8>] = []
        for segment in bytes.split(separator: 0x2F) {
            if segment.elementsEqual([0x2E]) { continue }
            if segment.elementsEqual([0x2E, 0x2E]) {
                _ = segments.popLast()
            } else {
                segments.append(segment)
            }
        }
        for segment in segments {
            text.append(0x2F)
            text.appendURIEncoded(segment)
        }
        if bytes.last == 0x2F || segments.isEmpty { text.append(0x2F) }
    }
}

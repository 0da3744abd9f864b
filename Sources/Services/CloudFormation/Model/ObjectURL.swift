/// The bucket and key that a URL of S3 names, in any of its spellings.
struct ObjectURL: Equatable {
    let bucket: String
    let key: String

    init?(_ url: String) {
        guard let scheme = Substring(url).firstRange(of: "://") else { return nil }
        let rest = url[scheme.upperBound...]
        guard let slash = rest.firstIndex(of: "/") else { return nil }
        let host = rest[..<slash]
        var path = rest[rest.index(after: slash)...].prefix { $0 != "?" && $0 != "#" }
        let isVirtualHosted = Substring(host).firstRange(of: ".s3.") ?? Substring(host).firstRange(of: ".s3-")
        if url.hasPrefix("s3://") {
            bucket = String(host)
        } else if let dot = isVirtualHosted {
            bucket = String(host[..<dot.lowerBound])
        } else {
            guard let end = path.firstIndex(of: "/") else { return nil }
            bucket = String(path[..<end])
            path = path[path.index(after: end)...]
        }
        guard !bucket.isEmpty, !path.isEmpty, let key = Self.decoded(path) else { return nil }
        self.key = key
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

internal import Crypto

/// The text whose digest is signed.
/// [Create a canonical request](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html)
struct CanonicalRequest {
    private(set) var bytes: [UInt8] = []

    /// `signedHeaders` is in lower case, joined by `;`; a claim's list is sorted here if the client did not.
    init(_ request: SigningRequest, signedHeaders: String, rules: PathRules, isPresigned: Bool)
        throws(SigningError)
    {
        bytes.reserveCapacity(1024)
        bytes.append(request.method)
        bytes.append(0x0A)
        rules.append(path: request.path, to: &bytes)
        bytes.append(0x0A)
        if !request.query.isEmpty {
            let query = try QueryParameters(request.query)
            query.appendCanonical(to: &bytes, omitting: isPresigned ? "X-Amz-Signature" : nil)
        }
        bytes.append(0x0A)
        appendHeaders(of: request, names: Self.sorted(Array(signedHeaders.utf8)))
        bytes.append(0x0A)
        bytes.append(request.payloadHash)
    }

    private mutating func appendHeaders(of request: SigningRequest, names: [UInt8]) {
        var start = 0
        while start < names.count {
            var end = start
            while end < names.count, names[end] != 0x3B { end += 1 }
            let name = names[start..<end]
            bytes.append(contentsOf: name)
            bytes.append(0x3A)
            var isFirst = true
            for index in request.headers.indices where Bytes.matches(request.headers[index].name, name) {
                if !isFirst { bytes.append(0x2C) }
                isFirst = false
                appendFolded(request.headers[index].value)
            }
            bytes.append(0x0A)
            start = end + 1
        }
        bytes.append(0x0A)
        bytes.append(contentsOf: names)
    }

    /// White space at the ends goes, inside it becomes one space.
    private mutating func appendFolded(_ value: String) {
        var hasSpace = false
        var hasText = false
        let span = value.utf8.span
        if !Self.needsFolding(span) { return bytes.append(value) }
        for index in span.indices {
            let byte = span[index]
            if Bytes.isSpace(byte) {
                hasSpace = true
                continue
            }
            if hasSpace && hasText { bytes.append(0x20) }
            hasSpace = false
            hasText = true
            bytes.append(byte)
        }
    }

    /// Most values are one word or a few; those are copied at once.
    private static func needsFolding(_ value: Span<UInt8>) -> Bool {
        var wasSpace = true
        for index in value.indices {
            let byte = value[index]
            if byte > 0x20 {
                wasSpace = false
                continue
            }
            let isSpace = Bytes.isSpace(byte)
            if isSpace && (wasSpace || byte != 0x20) { return true }
            wasSpace = isSpace
        }
        return wasSpace && value.count > 0
    }

    private static func sorted(_ names: [UInt8]) -> [UInt8] {
        if isSorted(names) { return names }
        let list = names.split(separator: 0x3B).sorted { $0.lexicographicallyPrecedes($1) }
        return Array(list.joined(separator: CollectionOfOne(0x3B)))
    }

    private static func isSorted(_ names: [UInt8]) -> Bool {
        var former = 0..<0
        var start = 0
        while start < names.count {
            let end = names[start...].firstIndex(of: 0x3B) ?? names.count
            if names[start..<end].lexicographicallyPrecedes(names[former]) { return false }
            former = start..<end
            start = end + 1
        }
        return true
    }

    /// The string to sign for this canonical request.
    func stringToSign(algorithm: SignatureAlgorithm, timestamp: SigningDate, scope: CredentialScope)
        -> [UInt8]
    {
        var text: [UInt8] = []
        text.reserveCapacity(192)
        text.append(algorithm.rawValue)
        text.append(0x0A)
        timestamp.appendBasicFormat(to: &text)
        text.append(0x0A)
        scope.appendUnkeyed(to: &text)
        text.append(0x0A)
        text.appendHex(SHA256.hash(data: bytes))
        return text
    }
}

/// The parts of an `Authorization` header: a scheme, then `name=value` pairs parted by commas.
struct AuthorizationHeader {
    var scheme = ""
    var credential: String?
    var signedHeaders: String?
    var signature: String?

    init(_ value: String) throws(SigningError) {
        guard value.utf8.count <= SigningLimits.authorizationBytes else {
            throw .limitExceeded(name: "Authorization bytes", limit: SigningLimits.authorizationBytes)
        }
        let bytes = Bytes.trimmed(Array(value.utf8)[...])
        let space = bytes.firstIndex(where: Bytes.isSpace) ?? bytes.endIndex
        scheme = Bytes.text(bytes[..<space])
        var start = space
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: 0x2C) ?? bytes.endIndex
            let pair = Bytes.trimmed(bytes[start..<end])
            start = end + 1
            if pair.isEmpty { continue }
            guard let equals = pair.firstIndex(of: 0x3D),
                !pair[equals...].dropFirst().contains(where: Bytes.isSpace)
            else { throw .malformedPair(authorization: value) }
            set(pair[..<equals], Bytes.text(pair[(equals + 1)...]))
        }
    }

    private mutating func set(_ name: ArraySlice<UInt8>, _ value: String) {
        guard !value.isEmpty else { return }
        switch name.count {
        case 10 where Bytes.equals(name, "Credential"): credential = value
        case 13 where Bytes.equals(name, "SignedHeaders"): signedHeaders = value
        case 9 where Bytes.equals(name, "Signature"): signature = value
        default: break
        }
    }

    /// In the order in which AWS lists what is missing.
    var missing: [SigningError.AuthorizationPart] {
        var parts: [SigningError.AuthorizationPart] = []
        if credential == nil { parts.append(.credential) }
        if signature == nil { parts.append(.signature) }
        if signedHeaders == nil { parts.append(.signedHeaders) }
        return parts
    }
}

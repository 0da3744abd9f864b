/// What a request claims about itself, read before the secret is known: who signed, what, when and how.
public struct SignatureClaim: Sendable {
    /// How it is signed.
    public let algorithm: SignatureAlgorithm
    /// Whose key, and the day, region and service it is bound to.
    public let scope: CredentialScope
    /// The names of the signed headers, in lower case, joined by `;` as sent.
    public let signedHeaders: String
    /// The signature in hexadecimal as sent.
    public let signature: String
    /// When it was signed.
    public let timestamp: SigningDate
    /// Seconds a presigned URL stays valid; nil when the signature is in a header or `X-Amz-Expires` is
    /// absent.
    public let expires: Int64?
    /// The session token sent along, whose validity is the caller's to decide.
    public let sessionToken: String?
    /// With Signature Version 4A the regions the signature is for, such as `us-east-1,eu-*`.
    public let regionSet: String?
    /// True when the signature is in the query string.
    public let isPresigned: Bool

    /// Reads the claim of `request`: nil for an anonymous one.
    ///
    /// Throws the errors of ``SigningError`` about missing or malformed parts; neither the secret nor the
    /// clock is needed for them.
    public static func claim(in request: SigningRequest) throws(SigningError) -> SignatureClaim? {
        var parts = HeaderParts()
        parts.read(request.headers)
        var query: QueryParameters?
        if !request.query.isEmpty {
            let parameters = try QueryParameters(request.query)
            if ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature"]
                .contains(where: { parameters.first($0) != nil })
            {
                query = parameters
            }
        }
        switch (parts.authorization, query) {
        case (nil, nil): return nil
        case (.some, .some): throw .severalMechanisms
        case (let authorization?, nil): return try inHeader(authorization, parts)
        case (nil, let query?): return try inQuery(query, parts)
        }
    }

    private struct HeaderParts {
        var authorization: String?
        var amzDate: String?
        var date: String?
        var token: String?
        var regionSet: String?

        /// One pass; the length tells most headers apart without looking at a byte.
        mutating func read(_ headers: [(name: String, value: String)]) {
            for (name, value) in headers {
                switch name.utf8.count {
                case 4 where date == nil && Bytes.matches(name, "date"): date = value
                case 10 where amzDate == nil && Bytes.matches(name, "x-amz-date"): amzDate = value
                case 13 where authorization == nil && Bytes.matches(name, "authorization"):
                    authorization = value
                case 16 where regionSet == nil && Bytes.matches(name, "x-amz-region-set"): regionSet = value
                case 20 where token == nil && Bytes.matches(name, "x-amz-security-token"): token = value
                default: break
                }
            }
        }

        func timestamp() throws(SigningError) -> SigningDate? {
            if let amzDate {
                guard let instant = SigningDate(basicFormat: amzDate) else { throw .malformedDate(amzDate) }
                return instant
            }
            guard let date else { return nil }
            guard let instant = SigningDate(basicFormat: date) ?? SigningDate(httpDate: date) else {
                throw .malformedDate(date)
            }
            return instant
        }
    }

    private static func inHeader(_ authorization: String, _ parts: HeaderParts) throws(SigningError)
        -> SignatureClaim
    {
        let header = try AuthorizationHeader(authorization)
        let timestamp = try parts.timestamp()
        guard let credential = header.credential, let signature = header.signature,
            let signedHeaders = header.signedHeaders, let timestamp
        else {
            let missing = header.missing + (timestamp == nil ? [.date] : [])
            throw .incompleteAuthorization(missing: missing, authorization: authorization)
        }
        guard let algorithm = SignatureAlgorithm(rawValue: header.scheme) else {
            throw .unsupportedAlgorithm(header.scheme, isPresigned: false)
        }
        return SignatureClaim(
            algorithm: algorithm, scope: try CredentialScope(parsing: credential, algorithm: algorithm),
            signedHeaders: try checked(signedHeaders), signature: signature, timestamp: timestamp,
            expires: nil,
            sessionToken: parts.token, regionSet: try regionSet(parts.regionSet, algorithm),
            isPresigned: false)
    }

    private static func inQuery(_ query: QueryParameters, _ parts: HeaderParts) throws(SigningError)
        -> SignatureClaim
    {
        let names = [
            "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date",
        ]
        let values = names.map { query.first($0) }
        guard let scheme = values[0], let credential = values[1], let signature = values[2],
            let signedHeaders = values[3], let date = values[4]
        else {
            throw .incompleteQuery(missing: zip(names, values).filter { $0.1 == nil }.map(\.0))
        }
        guard let algorithm = SignatureAlgorithm(rawValue: scheme) else {
            throw .unsupportedAlgorithm(scheme, isPresigned: true)
        }
        let scope = try CredentialScope(parsing: credential, algorithm: algorithm, isPresigned: true)
        guard let timestamp = SigningDate(basicFormat: date) else { throw .malformedQueryDate(date) }
        let set = query.first("X-Amz-Region-Set") ?? parts.regionSet
        return SignatureClaim(
            algorithm: algorithm, scope: scope, signedHeaders: try checked(signedHeaders),
            signature: signature,
            timestamp: timestamp, expires: try expiry(query.first("X-Amz-Expires")),
            sessionToken: query.first("X-Amz-Security-Token") ?? parts.token,
            regionSet: try regionSet(set, algorithm), isPresigned: true)
    }

    private static func regionSet(_ value: String?, _ algorithm: SignatureAlgorithm) throws(SigningError)
        -> String?
    {
        guard algorithm == .v4a else { return nil }
        guard let value, !value.isEmpty else { throw .missingRegionSet }
        return value
    }

    private static func expiry(_ text: String?) throws(SigningError) -> Int64? {
        guard let text else { return nil }
        guard let seconds = Int64(text) else { throw .invalidExpires(text, .notANumber) }
        guard seconds >= 0 else { throw .invalidExpires(text, .negative) }
        guard seconds <= SigningLimits.expirySeconds else { throw .invalidExpires(text, .moreThanAWeek) }
        return seconds
    }

    /// AWS answers a signature that does not cover the host with an own text, since it could be replayed
    /// elsewhere.
    private static func checked(_ signedHeaders: String) throws(SigningError) -> String {
        let bytes = signedHeaders.utf8.span
        var count = 0
        var hasUppercase = false
        var hasHost = false
        var start = 0
        for index in 0...bytes.count {
            if index < bytes.count, bytes[index] != 0x3B {
                if bytes[index] >= 0x41 && bytes[index] <= 0x5A { hasUppercase = true }
                continue
            }
            hasHost = hasHost || isHost(bytes.extracting(start..<index))
            count += 1
            start = index + 1
        }
        guard count <= SigningLimits.signedHeaders else {
            throw .limitExceeded(name: "signed headers", limit: SigningLimits.signedHeaders)
        }
        guard hasHost else { throw .hostNotSigned }
        return hasUppercase ? Bytes.text(signedHeaders.utf8.map(Bytes.lowercased)) : signedHeaders
    }

    private static func isHost(_ name: Span<UInt8>) -> Bool {
        equals(name, "host") || equals(name, ":authority")
    }

    private static func equals(_ name: Span<UInt8>, _ expected: String) -> Bool {
        let wanted = expected.utf8.span
        guard name.count == wanted.count else { return false }
        for index in name.indices where Bytes.lowercased(name[index]) != wanted[index] { return false }
        return true
    }
}

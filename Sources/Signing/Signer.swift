/// Signs requests for one service in one region.
/// [Create a signed request](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html)
public struct Signer: Sendable {
    /// Whose key signs.
    public let credentials: SigningCredentials
    /// The region, or with Signature Version 4A the set of regions such as `us-east-1,eu-*`.
    public let region: String
    /// The signing name of the service, such as `sqs`.
    public let service: String
    /// Signature Version 4 or 4A.
    public let algorithm: SignatureAlgorithm
    private let keys: SigningKeyCache

    /// A signer; the path rules follow from the service.
    public init(
        credentials: SigningCredentials, region: String, service: String, algorithm: SignatureAlgorithm = .v4,
        keys: SigningKeyCache = SigningKeyCache(capacity: 16)
    ) {
        self.credentials = credentials
        self.region = region
        self.service = service
        self.algorithm = algorithm
        self.keys = keys
    }

    /// Signs `request` at `now` (milliseconds since 1970) and adds the headers to it: `X-Amz-Date`, the
    /// session token, `X-Amz-Content-SHA256` for Amazon S3, and `Authorization`. Former ones are replaced.
    ///
    /// Returns the seed for an `aws-chunked` body when `request.payloadHash` is a literal of
    /// ``ChunkedPayload``. Throws ``SigningError`` when the request has no host or passes a bound.
    @discardableResult
    public func sign(_ request: inout SigningRequest, now: Int64) throws(SigningError) -> ChunkSeed? {
        let timestamp = SigningDate(milliseconds: now)
        prepare(&request)
        request.headers.append(("X-Amz-Date", timestamp.basicFormat))
        if let token = credentials.sessionToken { request.headers.append(("X-Amz-Security-Token", token)) }
        if algorithm == .v4a { request.headers.append(("X-Amz-Region-Set", region)) }
        if rules == .s3 { request.headers.append(("X-Amz-Content-SHA256", request.payloadHash)) }
        let names = try Self.signedHeaders(of: request)
        let scope = scope(at: timestamp)
        let signature = try signature(of: request, names: names, at: timestamp, isPresigned: false)
        request.headers.append(
            (
                "Authorization",
                "\(algorithm.rawValue) Credential=\(scope.text), SignedHeaders=\(names), "
                    + "Signature=\(signature)"
            ))
        guard let payload = ChunkedPayload(rawValue: request.payloadHash) else { return nil }
        guard let claim = try SignatureClaim.claim(in: request),
            let key = keys.key(
                secret: credentials.secretAccessKey, scope: scope, algorithm: algorithm),
            let seed = ChunkSeed(payload: payload, key: key, claim: claim)
        else { throw .malformedContentSHA256(request.payloadHash) }
        return seed
    }

    /// Signs `request` into its query string, valid for `expires` seconds from `now` (milliseconds since
    /// 1970). For Amazon S3 the payload is `UNSIGNED-PAYLOAD` unless a header says otherwise.
    ///
    /// Throws ``SigningError/invalidExpires(_:_:)`` when `expires` is negative or more than a week.
    public func presign(_ request: inout SigningRequest, now: Int64, expires: Int64) throws(SigningError) {
        guard expires >= 0 else { throw .invalidExpires(String(expires), .negative) }
        guard expires <= SigningLimits.expirySeconds else {
            throw .invalidExpires(String(expires), .moreThanAWeek)
        }
        let timestamp = SigningDate(milliseconds: now)
        let declared = request.header("x-amz-content-sha256")
        prepare(&request)
        if rules == .s3 {
            request.payloadHash = declared ?? PayloadDeclaration.unsignedText
            if let declared { request.headers.append(("X-Amz-Content-SHA256", declared)) }
        }
        let names = try Self.signedHeaders(of: request)
        var query = try QueryParameters(request.query)
        query.append("X-Amz-Algorithm", algorithm.rawValue)
        query.append("X-Amz-Credential", scope(at: timestamp).text)
        query.append("X-Amz-Date", timestamp.basicFormat)
        query.append("X-Amz-Expires", String(expires))
        query.append("X-Amz-SignedHeaders", names)
        if let token = credentials.sessionToken { query.append("X-Amz-Security-Token", token) }
        if algorithm == .v4a { query.append("X-Amz-Region-Set", region) }
        var text: [UInt8] = []
        query.appendCanonical(to: &text, omitting: "X-Amz-Signature")
        request.query = Bytes.text(text)
        let signature = try signature(of: request, names: names, at: timestamp, isPresigned: true)
        request.query += "&X-Amz-Signature=\(signature)"
    }

    private var rules: PathRules { service == "s3" ? .s3 : .standard }

    private func scope(at timestamp: SigningDate) -> CredentialScope {
        CredentialScope(
            accessKeyID: credentials.accessKeyID, date: timestamp.day,
            region: algorithm == .v4 ? region : nil,
            service: service)
    }

    private func prepare(_ request: inout SigningRequest) {
        let replaced = [
            "authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256", "x-amz-region-set",
        ]
        request.headers.removeAll { header in replaced.contains { Bytes.matches(header.name, $0) } }
    }

    private static let unsigned: Set<String> = [
        "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id", "connection", "keep-alive", "te",
        "upgrade", "proxy-authorization",
    ]

    /// All headers but those that proxies and clients change on the way.
    private static func signedHeaders(of request: SigningRequest) throws(SigningError) -> String {
        var names: [String] = []
        names.reserveCapacity(request.headers.count)
        for header in request.headers {
            let name = lowercased(header.name)
            if !names.contains(name), !unsigned.contains(name) { names.append(name) }
        }
        guard names.contains("host") else { throw .hostNotSigned }
        guard names.count <= SigningLimits.signedHeaders else {
            throw .limitExceeded(name: "signed headers", limit: SigningLimits.signedHeaders)
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: ";")
    }

    private static func lowercased(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 != Bytes.lowercased($0) }) else { return name }
        return Bytes.text(name.utf8.map(Bytes.lowercased))
    }

    private func signature(
        of request: SigningRequest, names: String, at timestamp: SigningDate, isPresigned: Bool
    ) throws(SigningError) -> String {
        let canonical = try CanonicalRequest(
            request, signedHeaders: names, rules: rules, isPresigned: isPresigned)
        let scope = scope(at: timestamp)
        let message = canonical.stringToSign(algorithm: algorithm, timestamp: timestamp, scope: scope)
        let key = keys.key(secret: credentials.secretAccessKey, scope: scope, algorithm: algorithm)
        guard let signature = key?.signature(of: message) else {
            throw .unsupportedAlgorithm(algorithm.rawValue, isPresigned: isPresigned)
        }
        return Bytes.text(signature)
    }
}

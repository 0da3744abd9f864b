/// Checks the signature of a request against the secret of the access key it names.
public struct Verifier: Sendable {
    /// How paths enter the canonical request: by the service that receives it.
    public let rules: PathRules
    /// Where derived keys are kept.
    public let keys: SigningKeyCache
    /// Seconds the client's clock may differ; AWS allows 900.
    public let skewSeconds: Int64

    /// A verifier for services with these path rules.
    public init(rules: PathRules, keys: SigningKeyCache, skewSeconds: Int64 = SigningLimits.skewSeconds) {
        self.rules = rules
        self.keys = keys
        self.skewSeconds = skewSeconds
    }

    /// Checks `claim`, which must be the claim of `request`, at the time `now` (milliseconds since 1970).
    ///
    /// Returns what an `aws-chunked` body is checked with, nil for any other body. Throws ``SigningError``
    /// for a scope of another day, a time out of bounds, an expired URL, unsigned `x-amz-…` headers (Amazon
    /// S3), or a signature that differs. That the body has the digest of `request.payloadHash` is the
    /// caller's to see.
    public func verify(
        _ claim: SignatureClaim, of request: SigningRequest, secret: String, now: Int64
    ) throws(SigningError) -> ChunkSeed? {
        guard claim.timestamp.isDay(claim.scope.date) else {
            throw .scopeDateMismatch(
                scope: claim.scope.date, timestamp: claim.timestamp, isPresigned: claim.isPresigned)
        }
        try checkTime(of: claim, now: SigningDate(milliseconds: now))
        if rules == .s3 { try requireSignedHeaders(claim, request) }
        let canonical = try CanonicalRequest(
            request, signedHeaders: claim.signedHeaders, rules: rules, isPresigned: claim.isPresigned)
        let message = canonical.stringToSign(
            algorithm: claim.algorithm, timestamp: claim.timestamp, scope: claim.scope)
        let key = keys.key(secret: secret, scope: claim.scope, algorithm: claim.algorithm)
        guard let key, key.isValid(Array(claim.signature.utf8), of: message) else {
            throw .signatureMismatch(
                SigningError.Mismatch(
                    accessKeyID: claim.scope.accessKeyID, canonicalRequest: Bytes.text(canonical.bytes),
                    stringToSign: Bytes.text(message), signature: claim.signature))
        }
        // A digest, which nearly every request has, is told from the literals by its length.
        if request.payloadHash.utf8.count == SHA256Hex.empty.utf8.count { return nil }
        guard let payload = ChunkedPayload(rawValue: request.payloadHash) else { return nil }
        guard let seed = ChunkSeed(payload: payload, key: key, claim: claim) else {
            throw .malformedContentSHA256(request.payloadHash)
        }
        return seed
    }

    private func checkTime(of claim: SignatureClaim, now: SigningDate) throws(SigningError) {
        if claim.isPresigned, rules == .s3, claim.expires == nil {
            throw .incompleteQuery(missing: ["X-Amz-Expires"])
        }
        let allowed = claim.expires ?? skewSeconds
        let age = now.seconds - claim.timestamp.seconds
        if age > allowed {
            throw .expired(window(of: claim, now: now, allowed: allowed))
        }
        if -age > skewSeconds {
            throw .notYetCurrent(window(of: claim, now: now, allowed: skewSeconds))
        }
    }

    private func window(of claim: SignatureClaim, now: SigningDate, allowed: Int64) -> SigningError.Window {
        SigningError.Window(
            signed: claim.timestamp, now: now, allowedSeconds: allowed, expires: claim.expires,
            isPresigned: claim.isPresigned)
    }

    private func requireSignedHeaders(_ claim: SignatureClaim, _ request: SigningRequest) throws(SigningError)
    {
        var unsigned: [String] = []
        let signed = claim.signedHeaders.utf8.split(separator: 0x3B)
        for header in request.headers where header.name.utf8.count > 6 {
            let name = header.name.utf8.map(Bytes.lowercased)
            guard name.starts(with: "x-amz-".utf8), !signed.contains(where: { $0.elementsEqual(name) }) else {
                continue
            }
            unsigned.append(Bytes.text(name))
        }
        if !unsigned.isEmpty { throw .headersNotSigned(unsigned) }
    }
}

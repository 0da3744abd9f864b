/// Reads arbitrary bytes as a request and a chunked body; whatever they are, nothing may trap. For fuzzers.
///
/// Lines are method, path, query and headers; what follows an empty line is a chunked body.
/// Answers whether a signature was found in it.
package func fuzzSigning(_ bytes: [UInt8]) -> Bool {
    var isClaimed = false
    let lines = bytes.split(separator: 0x0A, maxSplits: 64, omittingEmptySubsequences: false)
    let texts = lines.map(Bytes.text)
    var request = SigningRequest(method: texts[0], path: texts.count > 1 ? texts[1] : "", headers: [])
    request.query = texts.count > 2 ? texts[2] : ""
    for line in lines.dropFirst(3) {
        let colon = line.firstIndex(of: 0x3A) ?? line.endIndex
        request.headers.append((Bytes.text(line[..<colon]), Bytes.text(line[colon...].dropFirst())))
    }
    request.payloadHash = request.header("x-amz-content-sha256") ?? SHA256Hex.empty
    let keys = SigningKeyCache(capacity: 4)
    for rules in [PathRules.s3, .standard] {
        do throws(SigningError) {
            guard let claim = try SignatureClaim.claim(in: request) else { continue }
            isClaimed = true
            try fuzzVerified(claim, request, Verifier(rules: rules, keys: keys), bytes)
        } catch {
            for dialect in [ErrorDialect.s3, .query, .json, .restJSON] { _ = error.failure(in: dialect) }
        }
    }
    return isClaimed
}

private func fuzzVerified(
    _ claim: SignatureClaim, _ request: SigningRequest, _ verifier: Verifier, _ bytes: [UInt8]
) throws(SigningError) {
    let now = claim.timestamp.seconds * 1000
    let seed = ChunkedPayload(rawValue: request.payloadHash).flatMap { payload in
        verifier.keys.key(secret: "secret", scope: claim.scope, algorithm: claim.algorithm)
            .flatMap { ChunkSeed(payload: payload, key: $0, claim: claim) }
    }
    if let seed {
        var decoder = ChunkedBodyDecoder(seed: seed, decodedBytes: nil)
        var output: [UInt8] = []
        let body = bytes.indices.dropFirst().first { bytes[$0] == 0x0A && bytes[$0 - 1] == 0x0A } ?? 0
        do throws(ChunkError) {
            try decoder.decode(bytes[body...].dropFirst(), into: &output)
            try decoder.finish()
        } catch {
            _ = error.failure
        }
    }
    _ = try verifier.verify(claim, of: request, secret: "secret", now: now)
}

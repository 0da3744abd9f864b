/// Signs, or checks, the messages of an event stream: each signature covers the one before, the first that of
/// the request's head.
/// [Event stream signing](https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html)
public struct EventSignatureChain: Sendable {
    private var chain: SignatureChain

    /// A chain that starts at the signature of a verified or just signed request.
    ///
    /// `secret` is the one the claim was verified with; throws ``ChunkError/cannotSign`` when no key can be
    /// derived.
    public init(claim: SignatureClaim, secret: String, keys: SigningKeyCache) throws(ChunkError) {
        guard let key = keys.key(secret: secret, scope: claim.scope, algorithm: claim.algorithm) else {
            throw .cannotSign
        }
        chain = SignatureChain(
            key: key, algorithm: claim.algorithm, timestamp: claim.timestamp.basicFormat,
            scope: claim.scope.unkeyed, previous: Array(claim.signature.utf8))
    }

    /// The bytes of `:chunk-signature` for a message: `headers` are the encoded headers that are signed
    /// (`:date` alone), `payload` the wrapped message, `date` the instant in `:date`.
    public mutating func sign(
        headers: ArraySlice<UInt8>, payload: ArraySlice<UInt8>, date: SigningDate
    ) throws(ChunkError) -> [UInt8] {
        Self.binary(try chain.sign(message(headers, payload, date)))
    }

    /// Throws ``ChunkError/signatureMismatch(stringToSign:signature:)`` unless `signature`, as binary, is the
    /// message's.
    public mutating func verify(
        _ signature: [UInt8], headers: ArraySlice<UInt8>, payload: ArraySlice<UInt8>, date: SigningDate
    ) throws(ChunkError) {
        var digits: [UInt8] = []
        digits.appendHex(signature)
        try chain.verify(digits, of: message(headers, payload, date))
    }

    private func message(_ headers: ArraySlice<UInt8>, _ payload: ArraySlice<UInt8>, _ date: SigningDate)
        -> [UInt8]
    {
        chain.stringToSign(
            suffix: "-PAYLOAD", timestamp: date.basicFormat,
            parts: [SHA256Hex.digits(of: headers), SHA256Hex.digits(of: payload)])
    }

    private static func binary(_ digits: [UInt8]) -> [UInt8] {
        stride(from: 0, to: digits.count - 1, by: 2).compactMap { index in
            guard let high = Bytes.hexValue(digits[index]), let low = Bytes.hexValue(digits[index + 1]) else {
                return nil
            }
            return high << 4 | low
        }
    }
}

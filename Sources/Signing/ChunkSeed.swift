/// What the chunks of an `aws-chunked` body are checked with: the signature of the head starts their chain.
/// It is returned by ``Verifier/verify(_:of:secret:now:)`` for the decoder, and by ``Signer`` for the
/// encoder.
public struct ChunkSeed: Sendable {
    /// How the body is protected.
    public let payload: ChunkedPayload
    var chain: SignatureChain

    /// For a body whose form is read and whose signatures are not checked, because no secret is known.
    public static func trusting(_ payload: ChunkedPayload) -> ChunkSeed {
        ChunkSeed(
            payload: payload,
            chain: SignatureChain(key: .trusting, algorithm: .v4, timestamp: "", scope: "", previous: []))
    }

    private init(payload: ChunkedPayload, chain: SignatureChain) {
        self.payload = payload
        self.chain = chain
    }

    init?(payload: ChunkedPayload, key: VerificationKey, claim: SignatureClaim) {
        // The body's algorithm must be the head's, else the chain would have no key of its kind.
        switch (payload, key) {
        case (.unsignedTrailer, _), (.signed, .shared), (.signedTrailer, .shared), (.asymmetric, .pair),
            (.asymmetricTrailer, .pair):
            break
        default: return nil
        }
        self.payload = payload
        chain = SignatureChain(
            key: key, algorithm: claim.algorithm, timestamp: claim.timestamp.basicFormat,
            scope: claim.scope.unkeyed, previous: Array(claim.signature.utf8))
    }
}

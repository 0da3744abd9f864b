/// What the chunks of an `aws-chunked` body are checked with: the signature of the head starts their chain.
/// It is returned by ``Verifier/verify(_:of:secret:now:)`` for the decoder, and by ``Signer`` for the
/// encoder.
public struct ChunkSeed: Sendable {
    /// How the body is protected.
    public let payload: ChunkedPayload
    var chain: SignatureChain

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

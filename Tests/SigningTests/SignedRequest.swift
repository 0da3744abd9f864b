@testable import Signing

/// One request with the signature it must have.
struct SignedRequest: CustomStringConvertible, Sendable {
    let name: String
    let rules: PathRules
    let method: String
    let path: String
    let query: String
    let headers: [(name: String, value: String)]
    let payloadHash: String

    var description: String { name }

    var request: SigningRequest {
        SigningRequest(method: method, path: path, query: query, headers: headers, payloadHash: payloadHash)
    }
}

let exampleSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
/// 2026-01-01T12:30:45Z, when the requests of `signedRequests` were signed.
let exampleTime: Int64 = 1_767_270_645_000

@discardableResult
func verified(
    _ request: SigningRequest, rules: PathRules = .standard, secret: String = exampleSecret,
    now: Int64 = exampleTime
) throws(SigningError) -> ChunkSeed? {
    guard let claim = try SignatureClaim.claim(in: request) else { return nil }
    return try Verifier(rules: rules, keys: SigningKeyCache()).verify(
        claim, of: request, secret: secret, now: now)
}

/// The error that reading or checking `request` ends in, nil when it is accepted.
func refusal(
    of request: SigningRequest, rules: PathRules = .standard, now: Int64 = exampleTime
) -> SigningError? {
    do throws(SigningError) {
        try verified(request, rules: rules, now: now)
        return nil
    } catch {
        return error
    }
}

/// A generator with a seed, so that a failing case comes again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

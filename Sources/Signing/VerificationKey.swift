/// What checks and makes signatures of one scope, by either algorithm.
enum VerificationKey: Sendable {
    case shared(SigningKey)
    case pair(SigningKeyPair)
    /// No key: every signature is taken for right, as a server does that lets anybody in.
    case trusting

    init?(secret: String, scope: CredentialScope, algorithm: SignatureAlgorithm) {
        switch algorithm {
        case .v4: self = .shared(SigningKey(secret: secret, scope: scope))
        case .v4a:
            guard let pair = SigningKeyPair(secret: secret, accessKeyID: scope.accessKeyID) else {
                return nil
            }
            self = .pair(pair)
        }
    }

    func isValid(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        switch self {
        case .shared(let key): Bytes.equalInConstantTime(key.signature(of: message), signature)
        case .pair(let pair): pair.isValid(signature, of: message)
        case .trusting: true
        }
    }

    func signature(of message: [UInt8]) -> [UInt8]? {
        switch self {
        case .shared(let key): key.signature(of: message)
        case .pair(let pair): pair.signature(of: message)
        case .trusting: nil
        }
    }
}

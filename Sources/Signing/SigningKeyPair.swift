internal import Crypto

/// The P-256 key pair that Signature Version 4A derives from a secret.
/// [Signature Version 4A](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html)
struct SigningKeyPair: Sendable {
    private let key: P256.Signing.PrivateKey

    /// Derives by NIST SP 800-108 in counter mode until the candidate is below the order of the curve; nil
    /// when 254 candidates fail, which has no practical probability, or when the access key id is longer than
    /// fits.
    init?(secret: String, accessKeyID: String) {
        let hmac = SymmetricKey(data: Array("AWS4A".utf8) + Array(secret.utf8))
        for counter in UInt8(1)...254 {
            var input: [UInt8] = [0, 0, 0, 1]
            input.append(SignatureAlgorithm.v4a.rawValue)
            input.append(0)
            input.append(accessKeyID)
            input.append(counter)
            input.append(contentsOf: [0, 0, 1, 0])
            var scalar = Array(HMAC<SHA256>.authenticationCode(for: input, using: hmac))
            if Self.limit.lexicographicallyPrecedes(scalar) { continue }
            Self.increment(&scalar)
            do {
                key = try P256.Signing.PrivateKey(rawRepresentation: scalar)
                return
            } catch {
                continue
            }
        }
        return nil
    }

    /// The order of P-256 less two.
    private static let limit: [UInt8] = [
        0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x4F,
    ]

    private static func increment(_ scalar: inout [UInt8]) {
        for index in scalar.indices.reversed() {
            scalar[index] &+= 1
            if scalar[index] != 0 { return }
        }
    }

    /// The public point as 64 bytes, X then Y.
    var publicPoint: [UInt8] { Array(key.publicKey.rawRepresentation) }

    /// A signature in hexadecimal of its DER form; nil when the library cannot sign.
    func signature(of message: [UInt8]) -> [UInt8]? {
        do {
            var digits: [UInt8] = []
            digits.appendHex(try key.signature(for: SHA256.hash(data: message)).derRepresentation)
            return digits
        } catch {
            return nil
        }
    }

    func isValid(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count % 2 == 0, signature.count <= 144 else { return false }
        var der: [UInt8] = []
        for index in stride(from: 0, to: signature.count, by: 2) {
            guard let high = Bytes.hexValue(signature[index]), let low = Bytes.hexValue(signature[index + 1])
            else { return false }
            der.append(high << 4 | low)
        }
        do {
            let parsed = try P256.Signing.ECDSASignature(derRepresentation: der)
            return key.publicKey.isValidSignature(parsed, for: SHA256.hash(data: message))
        } catch {
            return false
        }
    }
}

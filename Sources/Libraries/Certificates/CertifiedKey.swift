internal import Crypto
internal import CryptoExtras
public import Wire

/// An RSA key of 2,048 bits for signing, with a certificate that it has signed itself. RFC 8017, RFC 5280.
public struct CertifiedKey: Sendable {
    /// How a text is digested before it is signed.
    public enum Digest: Sendable {
        /// For receivers that know nothing better, such as SNS's signature version 1.
        case sha1
        case sha256
    }

    private let key: _RSA.Signing.PrivateKey
    /// The certificate in DER.
    public let certificate: [UInt8]

    /// Makes a key by chance of the system, and its certificate.
    ///
    /// It takes some tenths of a second. `serial` should be random, at most 20 bytes.
    public init(
        generatingFor commonName: String, serial: [UInt8], validFrom start: Timestamp, until end: Timestamp
    ) throws {
        key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        certificate = try Self.certificate(
            for: key, commonName: commonName, serial: serial, validity: (Self.digits(start), Self.digits(end))
        )
    }

    /// Takes up a key that was stored, with its certificate. Throws for bytes that are no key.
    public init(privateKey: [UInt8], certificate: [UInt8]) throws {
        key = try _RSA.Signing.PrivateKey(derRepresentation: privateKey)
        self.certificate = certificate
    }

    /// The private key in DER, for storing.
    public var privateKey: [UInt8] { Array(key.derRepresentation) }

    /// Signs a text (RSASSA-PKCS1-v1_5); the same text always has the same signature.
    public func signature(of text: [UInt8], digest: Digest) throws -> [UInt8] {
        let signature =
            switch digest {
            case .sha1: try key.signature(for: Insecure.SHA1.hash(data: text), padding: .insecurePKCS1v1_5)
            case .sha256: try key.signature(for: SHA256.hash(data: text), padding: .insecurePKCS1v1_5)
            }
        return Array(signature.rawRepresentation)
    }

    /// The certificate as text. RFC 7468.
    public var certificatePEM: String {
        let text = Array(Base64.encoded(certificate).utf8)
        var lines = ["-----BEGIN CERTIFICATE-----"]
        for start in stride(from: 0, to: text.count, by: 64) {
            lines.append(String(decoding: text[start..<min(start + 64, text.count)], as: UTF8.self))
        }
        lines.append("-----END CERTIFICATE-----")
        return lines.joined(separator: "\n") + "\n"
    }

    private static let sha256WithRSA: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B]
    private static let commonNameType: [UInt8] = [0x55, 0x04, 0x03]

    private static func certificate(
        for key: _RSA.Signing.PrivateKey, commonName: String, serial: [UInt8],
        validity: (start: String, end: String)
    ) throws -> [UInt8] {
        let algorithm = DER.sequence(DER.identifier(sha256WithRSA), DER.null)
        let name = DER.sequence(
            DER.set(DER.sequence(DER.identifier(commonNameType), DER.utf8String(commonName))))
        let content = DER.sequence(
            DER.explicit(0, DER.integer([2])), DER.integer(serial), algorithm, name,
            DER.sequence(DER.time(validity.start), DER.time(validity.end)), name,
            Array(key.publicKey.derRepresentation))
        let signature = try key.signature(for: SHA256.hash(data: content), padding: .insecurePKCS1v1_5)
        return DER.sequence(content, algorithm, DER.bitString(Array(signature.rawRepresentation)))
    }

    /// `YYYYMMDDHHMMSSZ`
    private static func digits(_ time: Timestamp) -> String {
        let text = Timestamp(milliseconds: time.milliseconds / 1000 * 1000).text(.iso8601)
        return text.filter { $0.isNumber } + "Z"
    }
}

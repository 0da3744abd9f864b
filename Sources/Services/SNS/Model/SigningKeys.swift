internal import Certificates
internal import Kernel
internal import Store
internal import Synchronization
internal import Wire

/// The key that signs envelopes: made at first use, stored, and vouched for by a certificate that anybody may
/// fetch.
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html>
final class SigningKeys: Sendable {
    static let pathPrefix = "/SimpleNotificationService-"
    /// How long the certificate holds.
    static let lifetime: Duration = .seconds(20 * 365 * 86_400)

    struct Named: Sendable {
        let name: String
        let key: CertifiedKey

        func certificateURL(_ endpoint: String) -> String {
            "\(endpoint)\(SigningKeys.pathPrefix)\(name).pem"
        }

        /// The signature over a canonical text, in base64.
        func signature(of text: [UInt8], version2: Bool) throws -> String {
            Base64.encoded(try key.signature(of: text, digest: version2 ? .sha256 : .sha1))
        }
    }

    private let known = Mutex<Named?>(nil)

    func current(_ kernel: Kernel) async throws -> Named {
        if let key = known.withLock({ $0 }) { return key }
        let stored = try await kernel.store.read { tx in try SigningKeyRows.current(in: tx) }
        let key = if let stored { try Self.named(stored) } else { try await Self.make(kernel) }
        known.withLock { $0 = key }
        return key
    }

    private static func named(_ stored: SigningKeyRows.Stored) throws -> Named {
        Named(
            name: stored.name,
            key: try CertifiedKey(privateKey: stored.privateKey, certificate: stored.certificate))
    }

    private static func make(_ kernel: Kernel) async throws -> Named {
        let now = kernel.time.now
        let made = try CertifiedKey(
            generatingFor: "sns.amazonaws.com", serial: kernel.entropy.bytes(16),
            validFrom: (now - .seconds(86_400)).timestamp, until: (now + lifetime).timestamp)
        let name = String(Digest.hex(Digest.sha256(made.certificate)).prefix(32))
        let privateKey = made.privateKey
        let certificate = made.certificate
        let stored = try await kernel.store.write(label: "sns.key") { tx in
            try SigningKeyRows.insert(name: name, privateKey: privateKey, certificate: certificate, in: tx)
            return try SigningKeyRows.current(in: tx)
        }
        guard let stored else {
            throw CommonFailure.serviceUnavailable("The signing key could not be stored.")
        }
        return try named(stored)
    }

    /// The certificate that a path names, as text; nil for a path of no certificate.
    static func certificate(at path: String, _ kernel: Kernel) async throws -> String? {
        let stored = try await kernel.store.read { tx in try SigningKeyRows.current(in: tx) }
        guard let stored, path == "\(pathPrefix)\(stored.name).pem" else { return nil }
        return try named(stored).key.certificatePEM
    }
}

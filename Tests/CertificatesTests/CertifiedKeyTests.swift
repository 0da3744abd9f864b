import Certificates
import Crypto
import CryptoExtras
import Testing
import Wire

@Suite struct CertifiedKeyTests {
    private func made() throws -> CertifiedKey {
        try CertifiedKey(
            generatingFor: "sns.amazonaws.com", serial: [0x80, 1, 2, 3],
            validFrom: Timestamp(milliseconds: 1_767_225_600_000),
            until: Timestamp(milliseconds: 4_102_444_800_000))
    }

    @Test func aKeySignsTheSameTextAlikeAfterItWasStored() throws {
        let key = try made()
        let again = try CertifiedKey(privateKey: key.privateKey, certificate: key.certificate)
        for digest in [CertifiedKey.Digest.sha1, .sha256] {
            let text = Array("Message\nHello\n".utf8)
            #expect(try key.signature(of: text, digest: digest) == again.signature(of: text, digest: digest))
        }
        #expect(try key.signature(of: [1], digest: .sha1) != key.signature(of: [1], digest: .sha256))
        #expect(key.certificatePEM == again.certificatePEM)
    }

    @Test func aCertificateCarriesItsPublicKey() throws {
        let key = try made()
        let stored = try _RSA.Signing.PrivateKey(derRepresentation: key.privateKey)
        let publicKey = Array(stored.publicKey.derRepresentation)
        #expect(key.certificate.firstRange(of: publicKey) != nil)
        let signature = try key.signature(of: [1, 2, 3], digest: .sha256)
        #expect(
            stored.publicKey.isValidSignature(
                .init(rawRepresentation: signature), for: SHA256.hash(data: [1, 2, 3] as [UInt8]),
                padding: .insecurePKCS1v1_5))
    }

    @Test func bytesThatAreNoKeyAreRefused() {
        #expect(throws: (any Error).self) { try CertifiedKey(privateKey: [1, 2, 3], certificate: []) }
    }
}

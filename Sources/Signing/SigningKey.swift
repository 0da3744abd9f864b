internal import Crypto

/// The key of Signature Version 4, bound to day, region and service, as the two SHA-256 states of HMAC after
/// their first block. Copying the states costs a third of keying HMAC anew, on the path of every request.
struct SigningKey: Sendable {
    private let inner: SHA256
    private let outer: SHA256

    init(secret: String, scope: CredentialScope) {
        var key = Array("AWS4".utf8)
        key.append(secret)
        for part in [scope.date, scope.region ?? "", scope.service, CredentialScope.terminator] {
            key = SigningKey(key: key).code(for: Array(part.utf8))
        }
        self.init(key: key)
    }

    private init(key: [UInt8]) {
        let short = key.count > 64 ? Array(SHA256.hash(data: key)) : key
        var inward = [UInt8](repeating: 0x36, count: 64)
        var outward = [UInt8](repeating: 0x5C, count: 64)
        for index in short.indices {
            inward[index] ^= short[index]
            outward[index] ^= short[index]
        }
        var inner = SHA256()
        inner.update(data: inward)
        var outer = SHA256()
        outer.update(data: outward)
        self.inner = inner
        self.outer = outer
    }

    func code(for message: [UInt8]) -> [UInt8] {
        var first = inner
        first.update(data: message)
        var second = outer
        second.update(data: Self.bytes(of: first.finalize()))
        return Self.bytes(of: second.finalize())
    }

    /// A digest does not tell its length in advance, so an array made of it directly grows in steps.
    private static func bytes(of digest: SHA256Digest) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for byte in digest { bytes.append(byte) }
        return bytes
    }

    /// The signature of `message` in 64 lower-case hexadecimal digits.
    func signature(of message: [UInt8]) -> [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        digits.appendHex(code(for: message))
        return digits
    }
}

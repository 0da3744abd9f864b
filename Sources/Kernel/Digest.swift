internal import Crypto

/// Digests that the services' APIs report and check.
public enum Digest {
    /// MD5, which SQS and S3 use to detect damage, not to resist attack.
    public static func md5(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var hash = Insecure.MD5()
        feed(bytes) { hash.update(bufferPointer: $0) }
        return Array(hash.finalize())
    }

    public static func sha1(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var hash = Insecure.SHA1()
        feed(bytes) { hash.update(bufferPointer: $0) }
        return Array(hash.finalize())
    }

    public static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var hash = SHA256()
        feed(bytes) { hash.update(bufferPointer: $0) }
        return Array(hash.finalize())
    }

    public static func hmacSHA256(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
    }

    private static func feed(_ bytes: some Sequence<UInt8>, _ update: (UnsafeRawBufferPointer) -> Void) {
        let isContiguous: Void? = bytes.withContiguousStorageIfAvailable {
            update(UnsafeRawBufferPointer($0))
        }
        if isContiguous == nil { Array(bytes).withUnsafeBytes { update($0) } }
    }

    /// Lower-case hexadecimal digits of bytes.
    public static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let bytes = Array(bytes)
        return String(unsafeUninitializedCapacity: 2 * bytes.count) { out in
            for (index, byte) in bytes.enumerated() {
                out[2 * index] = digit(byte >> 4)
                out[2 * index + 1] = digit(byte & 15)
            }
            return 2 * bytes.count
        }
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") - 10 + nibble
    }
}

/// A digest that is fed piece by piece.
public struct IncrementalDigest: Sendable {
    public enum Algorithm: Sendable { case md5, sha1, sha256 }

    private enum State: Sendable {
        case md5(Insecure.MD5), sha1(Insecure.SHA1), sha256(SHA256)
    }

    private var state: State

    public init(_ algorithm: Algorithm) {
        state =
            switch algorithm {
            case .md5: .md5(Insecure.MD5())
            case .sha1: .sha1(Insecure.SHA1())
            case .sha256: .sha256(SHA256())
            }
    }

    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            switch state {
            case .md5(var hash): hash.update(bufferPointer: buffer); state = .md5(hash)
            case .sha1(var hash): hash.update(bufferPointer: buffer); state = .sha1(hash)
            case .sha256(var hash): hash.update(bufferPointer: buffer); state = .sha256(hash)
            }
        }
    }

    public func finalize() -> [UInt8] {
        switch state {
        case .md5(let hash): Array(hash.finalize())
        case .sha1(let hash): Array(hash.finalize())
        case .sha256(let hash): Array(hash.finalize())
        }
    }
}

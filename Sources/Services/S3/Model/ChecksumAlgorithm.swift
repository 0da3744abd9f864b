/// The checksums that objects are verified by.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html>
enum ChecksumAlgorithm: String, Sendable, CaseIterable {
    case crc32 = "CRC32"
    case crc32c = "CRC32C"
    case crc64nvme = "CRC64NVME"
    case sha1 = "SHA1"
    case sha256 = "SHA256"

    /// Name of the header field or trailer that carries the value.
    var field: String { "x-amz-checksum-\(rawValue.lowercased())" }

    /// Whether the check of a whole follows from those of its parts.
    var isJoinable: Bool { self != .sha1 && self != .sha256 }

    /// Bytes of a value.
    var size: Int {
        switch self {
        case .crc32, .crc32c: 4
        case .crc64nvme: 8
        case .sha1: 20
        case .sha256: 32
        }
    }
}

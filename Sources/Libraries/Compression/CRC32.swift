internal import CZlib

/// The checksum of gzip and zip (ISO 3309, reflected, with the polynomial 0x04C11DB7).
public enum CRC32 {
    /// The checksum of all of `bytes`; that of none is 0.
    public static func of(_ bytes: [UInt8]) -> UInt32 {
        // SAFETY: zlib reads only within the buffer for the length of this closure.
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count)) }
    }
}

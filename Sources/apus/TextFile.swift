import ArgumentParser
import Glibc

/// Reads small text files.
enum TextFile {
    /// Bytes of the largest file that is read.
    static let sizeMax = 1 << 20

    static func read(_ path: String) throws -> String {
        guard let file = fopen(path, "re") else { throw ValidationError("\(path) cannot be read.") }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: sizeMax)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}

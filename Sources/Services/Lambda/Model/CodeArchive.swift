internal import Kernel
internal import LambdaInterface
internal import Wire
internal import ZipArchive

/// A function's or layer's archive, checked.
struct CodeArchive: Sendable {
    let bytes: [UInt8]
    /// SHA-256 in hexadecimal digits: the name of the code.
    let digest: String

    var sha256: String { Self.base64(digest: digest) }

    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        digest = Digest.hex(Digest.sha256(bytes))
        _ = try Self.open(bytes)
    }

    /// AWS's spelling of a digest.
    static func base64(digest: String) -> String {
        var bytes: [UInt8] = []
        var rest = digest[...]
        while !rest.isEmpty {
            bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        return Base64.encoded(bytes)
    }

    static func open(_ bytes: [UInt8]) throws -> ZipArchive {
        guard !bytes.isEmpty else {
            throw InvalidParameterValueException("Uploaded file must be a non-empty zip", type: "User")
        }
        do throws(ZipError) {
            return try ZipArchive(bytes, limits: ZipLimits(unpackedSizeMax: Limits.unpackedSizeMax))
        } catch {
            throw failure(error)
        }
    }

    /// All entries of an archive, unpacked, below `prefix`.
    static func entries(of bytes: [UInt8]) throws -> [DirectoryEntry] {
        let archive = try open(bytes)
        return try archive.entries.map { entry in
            do throws(ZipError) {
                switch entry.kind {
                case .directory: return DirectoryEntry(path: entry.path, content: .directory, mode: 0o755)
                case .link:
                    let target = String(decoding: try archive.contents(of: entry), as: UTF8.self)
                    return DirectoryEntry(path: entry.path, content: .link(target: target))
                case .file:
                    return DirectoryEntry(
                        path: entry.path, content: .file(try archive.contents(of: entry)),
                        mode: entry.mode ?? 0o644)
                }
            } catch {
                throw failure(error)
            }
        }
    }

    private static func failure(_ error: ZipError) -> InvalidParameterValueException {
        if case .tooLarge(let limit) = error {
            return InvalidParameterValueException(
                "Unzipped size must be smaller than \(limit) bytes", type: "User")
        }
        return InvalidParameterValueException(
            "Could not unzip uploaded file. Please check your file, then try to upload again.", type: "User")
    }
}

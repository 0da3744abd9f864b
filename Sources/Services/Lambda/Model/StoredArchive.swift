internal import ZipArchive

/// An archive of one file, for code that stands in a template.
enum StoredArchive {
    static func of(_ name: String, _ content: [UInt8]) -> [UInt8] { ZipWriter.archive(name, content) }
}

internal import Glibc

/// The time zones that the system knows, as files of the time zone database.
public enum ZoneFiles {
    static let directory = "/usr/share/zoneinfo"
    static let sizeMax = 65_536
    static let nameLengthMax = 64

    /// The description of a zone, `Europe/Berlin` for example; nil when the system knows none of the name.
    ///
    /// It reads a small file, which the system keeps in memory.
    public static func description(of name: String) -> [UInt8]? {
        guard isName(name) else { return nil }
        let file = open("\(directory)/\(name)", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: sizeMax)
        var count = 0
        while count < sizeMax {
            let taken = bytes[count...].withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            guard taken >= 0 else { return nil }
            if taken == 0 { break }
            count += taken
        }
        return count < sizeMax ? Array(bytes.prefix(count)) : nil
    }

    /// Whether a text may be a zone's name, and so no way out of the directory.
    private static func isName(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= nameLengthMax else { return false }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { byte in
                    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
                }
        }
    }
}

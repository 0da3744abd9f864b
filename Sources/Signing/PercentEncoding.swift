/// Percent-encoding of query strings, in AWS's canonical form.
enum PercentEncoding {
    /// The byte that `%XX` at `index` stands for, nil when there is no whole escape.
    static func escape(in bytes: [UInt8], at index: Int) -> UInt8? {
        guard bytes[index] == 0x25, index + 2 < bytes.count, let high = Bytes.hexValue(bytes[index + 1]),
            let low = Bytes.hexValue(bytes[index + 2])
        else { return nil }
        return high << 4 | low
    }

    /// Decodes one component of a query string: `%XX` and `+` (a space in forms); a stray `%` stays itself.
    static func decodeQuery(_ component: ArraySlice<UInt8>) -> [UInt8] {
        let bytes = Array(component)
        guard bytes.contains(0x25) || bytes.contains(0x2B) else { return bytes }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if let byte = escape(in: bytes, at: index) {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(bytes[index] == 0x2B ? 0x20 : bytes[index])
                index += 1
            }
        }
        return decoded
    }
}

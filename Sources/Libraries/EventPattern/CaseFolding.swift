/// Lower case as `equals-ignore-case` compares it: scalar by scalar, without regard to language.
enum CaseFolding {
    static func fold(_ text: String) -> [UInt8] {
        var folded: [UInt8] = []
        for scalar in text.unicodeScalars {
            folded.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
        }
        return folded
    }

    static func fold(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(hi - lo)
        for index in lo..<hi {
            let byte = bytes[index]
            if byte >= 0x80 { return fold(String(decoding: bytes.copy(lo, hi), as: UTF8.self)) }
            folded.append(lower(byte))
        }
        return folded
    }

    @inline(__always)
    static func lower(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }
}

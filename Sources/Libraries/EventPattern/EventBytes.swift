/// How far a string in JSON text reaches.
struct StringExtent {
    /// Offset of the closing quote.
    var end: Int
    var hasEscape: Bool
}

private let ones: UInt64 = 0x0101_0101_0101_0101
private let highs: UInt64 = 0x8080_8080_8080_8080
private let quotes: UInt64 = 0x2222_2222_2222_2222
private let slashes: UInt64 = 0x5C5C_5C5C_5C5C_5C5C

/// Marks the lowest zero byte of `word` by its high bit (higher marks may be false).
@inline(__always)
private func zeroBytes(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }

/// Marks exactly the zero bytes of `word` by their high bits.
@inline(__always)
private func exactZeroBytes(_ word: UInt64) -> UInt64 { ~(((word & ~highs) &+ ~highs) | word) & highs }

/// How many bytes are marked. The baseline of x86-64 has no instruction that counts bits.
@inline(__always)
private func markCount(_ marks: UInt64) -> Int { Int(truncatingIfNeeded: ((marks >> 7) &* ones) >> 56) }

extension Span where Element == UInt8 {
    /// Eight bytes from `index`.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        // SAFETY: the load is checked against the span's bounds, and every bit pattern is a UInt64.
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
    }

    @inline(__always)
    func skipSpace(_ index: Int) -> Int {
        var index = index
        while index < count, self[index] <= 0x20 { index &+= 1 }
        return index
    }

    /// The extent of the string whose opening quote stands at `open`; nil when it does not end.
    @inline(__always)
    func string(at open: Int) -> StringExtent? {
        var index = open &+ 1
        var hasEscape = false
        while true {
            while index &+ 8 <= count {
                let word = word(at: index)
                let found = zeroBytes(word ^ quotes) | zeroBytes(word ^ slashes)
                if found != 0 {
                    index &+= found.trailingZeroBitCount >> 3
                    break
                }
                index &+= 8
            }
            guard index < count else { return nil }
            let byte = self[index]
            if byte == UInt8(ascii: "\"") { return StringExtent(end: index, hasEscape: hasEscape) }
            if byte == UInt8(ascii: "\\") {
                hasEscape = true
                index &+= 2
            } else {
                index &+= 1
            }
        }
    }

    /// The offset behind the object or array that opens at `open`; nil when it does not end.
    ///
    /// Eight bytes at a time while they hold no escape and the container cannot end in them: the bits of
    /// quotes, summed up from the left, tell which brackets stand in strings.
    func skipContainer(_ open: Int) -> Int? {
        var index = open
        var depth = 0
        var inString = false
        while index &+ 8 <= count {
            let word = word(at: index)
            if zeroBytes(word ^ slashes) == 0 {
                var inside = exactZeroBytes(word ^ quotes)
                inside ^= inside << 8
                inside ^= inside << 16
                inside ^= inside << 32
                if inString { inside ^= highs }
                // Bit 0x20 maps [ to { and ] to }.
                let folded = word | 0x2020_2020_2020_2020
                let closes = markCount(exactZeroBytes(folded ^ 0x7D7D_7D7D_7D7D_7D7D) & ~inside)
                if depth > closes {
                    depth &+= markCount(exactZeroBytes(folded ^ 0x7B7B_7B7B_7B7B_7B7B) & ~inside) &- closes
                    inString = inside >> 63 == 1
                    index &+= 8
                    continue
                }
            }
            let end = index &+ 8
            while index < end {
                index = step(index, &depth, &inString)
                if depth == 0 { return index }
            }
        }
        while index < count {
            index = step(index, &depth, &inString)
            if depth == 0 { return index }
        }
        return nil
    }

    /// Takes the byte at `index` (two for an escape) into account; returns the next offset.
    @inline(__always)
    private func step(_ index: Int, _ depth: inout Int, _ inString: inout Bool) -> Int {
        switch self[index] {
        case UInt8(ascii: "\\"): return index &+ 2
        case UInt8(ascii: "\""): inString.toggle()
        case UInt8(ascii: "{"), UInt8(ascii: "["): if !inString { depth &+= 1 }
        case UInt8(ascii: "}"), UInt8(ascii: "]"): if !inString { depth &-= 1 }
        default: break
        }
        return index &+ 1
    }

    /// The offset behind a number or literal at `index`.
    @inline(__always)
    func skipScalar(_ index: Int) -> Int {
        var index = index
        while index < count {
            let byte = self[index]
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
                || byte <= 0x20
            {
                break
            }
            index &+= 1
        }
        return index
    }

    /// The offset behind the value at `index`; nil when it does not end.
    @inline(__always)
    func skipValue(_ index: Int) -> Int? {
        switch self[index] {
        case UInt8(ascii: "\""): return string(at: index).map { $0.end &+ 1 }
        case UInt8(ascii: "{"), UInt8(ascii: "["): return skipContainer(index)
        default: return skipScalar(index)
        }
    }

    func equals(_ other: [UInt8], _ lo: Int, _ hi: Int) -> Bool {
        guard other.count == hi - lo else { return false }
        for index in 0..<other.count where other[index] != self[lo &+ index] { return false }
        return true
    }

    func firstIndex(of piece: [UInt8], _ lo: Int, _ hi: Int) -> Int? {
        guard let first = piece.first else { return lo }
        var index = lo
        while index + piece.count <= hi {
            if self[index] == first, equals(piece, index, index + piece.count) { return index }
            index += 1
        }
        return nil
    }

    func contains(_ byte: UInt8, _ lo: Int, _ hi: Int) -> Bool {
        for index in lo..<hi where self[index] == byte { return true }
        return false
    }

    func copy(_ lo: Int, _ hi: Int) -> [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(hi - lo)
        for index in lo..<hi { copy.append(self[index]) }
        return copy
    }

    /// A hash of `lo..<hi`, eight bytes at a time.
    @inline(__always)
    func hash(_ lo: Int, _ hi: Int) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: hi &- lo) &* 0x9E37_79B9_7F4A_7C15
        var index = lo
        while index &+ 8 <= hi {
            hash = (hash ^ word(at: index)) &* 0xFF51_AFD7_ED55_8CCD
            hash ^= hash >> 32
            index &+= 8
        }
        hash = (hash ^ head(index, hi)) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ (hash >> 29)
    }

    /// The first bytes (at most eight) of `lo..<hi`, the rest zero.
    @inline(__always)
    func head(_ lo: Int, _ hi: Int) -> UInt64 {
        let length = hi &- lo
        if length >= 8 { return word(at: lo) }
        if length <= 0 { return 0 }
        if lo &+ 8 <= count { return word(at: lo) & (UInt64.max >> UInt64(64 &- 8 &* length)) }
        var word: UInt64 = 0
        for index in stride(from: hi - 1, through: lo, by: -1) { word = word << 8 | UInt64(self[index]) }
        return word
    }
}

extension Span where Element == UInt8 {
    func isASCII(_ lo: Int, _ hi: Int) -> Bool {
        var index = lo
        while index &+ 8 <= hi {
            if word(at: index) & highs != 0 { return false }
            index &+= 8
        }
        while index < hi {
            if self[index] >= 0x80 { return false }
            index &+= 1
        }
        return true
    }

    /// A hash that does not see the case of ASCII letters.
    func foldedHash(_ lo: Int, _ hi: Int) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: hi &- lo)
        for index in lo..<hi {
            hash = (hash ^ UInt64(CaseFolding.lower(self[index]))) &* 0x0000_0100_0000_01B3
        }
        return hash ^ hash >> 32
    }
}

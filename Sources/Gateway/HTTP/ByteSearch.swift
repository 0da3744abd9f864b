#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

// SAFETY: every access below stays within the buffer given: ranges come from its own count, and callers
// pass ranges that they took from the same buffer. Pointers are used because a head is scanned for every
// request and the C library's search is an order of magnitude faster than a checked loop.
extension UnsafeRawBufferPointer {
    /// The first `byte` in `range`.
    @inline(__always)
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        guard let baseAddress, !range.isEmpty else { return nil }
        guard let found = memchr(baseAddress + range.lowerBound, Int32(byte), range.count) else { return nil }
        return UnsafeRawPointer(found) - baseAddress
    }

    /// Whether the bytes in `range` are `word` without regard to ASCII case; `word` is given in lower case.
    func equals(_ word: StaticString, in range: Range<Int>) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        for index in 0..<range.count
        where FieldSyntax.lowercase(self[range.lowerBound + index]) != word.utf8Start[index] {
            return false
        }
        return true
    }

    /// Whether the bytes in `range` are `word`, case and all.
    func equalsExactly(_ word: StaticString, in range: Range<Int>) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        for index in 0..<range.count where self[range.lowerBound + index] != word.utf8Start[index] {
            return false
        }
        return true
    }

    /// Whether two ranges hold the same without regard to ASCII case.
    func equal(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        for index in 0..<left.count
        where FieldSyntax.lowercase(self[left.lowerBound + index])
            != FieldSyntax.lowercase(self[right.lowerBound + index])
        {
            return false
        }
        return true
    }

    /// `range` without the spaces and tabs at its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, self[lower] == 0x20 || self[lower] == 0x09 { lower += 1 }
        while upper > lower, self[upper - 1] == 0x20 || self[upper - 1] == 0x09 { upper -= 1 }
        return lower..<upper
    }

    /// Whether a byte in `range` is a control character other than the tab. Eight bytes at a time: values
    /// are the bulk of a head.
    func containsControl(in range: Range<Int>) -> Bool {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops = ones << 7
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            let word = loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let delete = word ^ (ones &* 0x7F)
            let below = (word &- ones &* 0x20) & ~word & tops
            let deletes = (delete &- ones) & ~delete & tops
            if below | deletes != 0, contains(in: index..<index + 8, FieldSyntax.isForbiddenInValue) {
                return true
            }
            index += 8
        }
        while index < range.upperBound {
            if FieldSyntax.isForbiddenInValue(self[index]) { return true }
            index += 1
        }
        return false
    }

    /// Whether some byte in `range` is forbidden; has no early exit, so that the compiler makes vector code
    /// of it.
    @inline(__always)
    func contains(in range: Range<Int>, _ isForbidden: (UInt8) -> Bool) -> Bool {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        var found = false
        for index in range { found = isForbidden(self[index]) || found }
        return found
    }
}

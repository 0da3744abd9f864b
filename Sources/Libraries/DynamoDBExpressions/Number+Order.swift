extension Number {
    private enum Lead {
        static let negative: UInt8 = 0x40
        static let zero: UInt8 = 0x80
        static let positive: UInt8 = 0xC0
    }

    /// Appends bytes whose order is the order of the numbers and of which none begins another's.
    ///
    /// A byte for the sign, one for the magnitude, one for each pair of digits, and a terminator; for a
    /// negative number all after the first are complemented.
    public func writeOrdered(to out: inout [UInt8]) {
        guard !isZero else { return out.append(Lead.zero) }
        out.append(isNegative ? Lead.negative : Lead.positive)
        let flip: UInt8 = isNegative ? 0xFF : 0
        out.append(UInt8(magnitude - Self.magnitudeMin) ^ flip)
        let digits = Self.digits(of: coefficient)
        var position = 0
        while position < digits.count {
            let second = position + 1 < digits.count ? digits[position + 1] - 0x30 : 0
            // One more than the pair, because 0 ends the digits.
            out.append(((digits[position] - 0x30) * 10 + second + 1) ^ flip)
            position += 2
        }
        out.append(flip)
    }
}

extension Number {
    /// The exact sum; throws when it needs more than 38 digits or leaves the range.
    public func adding(_ other: Number) throws(NumberError) -> Number {
        if isZero { return other }
        if other.isZero { return self }
        let (high, low) = exponent >= other.exponent ? (self, other) : (other, self)
        let shift = high.exponent - low.exponent
        // The lower operand ends in a digit that is not zero, so the sum cannot be shortened: where the
        // shifted operand exceeds 2×10³⁸ the sum has more than 38 digits, whatever the signs.
        guard Self.digitCount(high.coefficient) + shift <= Self.digitsMax + 1 else { throw .tooPrecise }
        let (scaled, overflow) =
            shift <= Self.digitsMax
            ? high.coefficient.multipliedReportingOverflow(by: PowersOfTen[shift]) : (0, true)
        guard !overflow, scaled <= 2 * PowersOfTen[Self.digitsMax] else { throw .tooPrecise }
        if high.isNegative == low.isNegative {
            return try Number(
                normalising: scaled + low.coefficient, exponent: low.exponent, isNegative: low.isNegative)
        }
        if scaled >= low.coefficient {
            return try Number(
                normalising: scaled - low.coefficient, exponent: low.exponent, isNegative: high.isNegative)
        }
        return try Number(
            normalising: low.coefficient - scaled, exponent: low.exponent, isNegative: low.isNegative)
    }

    /// The exact difference, with the same limits.
    public func subtracting(_ other: Number) throws(NumberError) -> Number { try adding(other.negated) }

    /// The number with the other sign; zero stays zero.
    public var negated: Number {
        guard !isZero else { return self }
        return Number(negating: self)
    }
}

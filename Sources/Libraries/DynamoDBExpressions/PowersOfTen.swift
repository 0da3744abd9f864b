/// The powers of ten that fit 128 bits.
enum PowersOfTen {
    private static let values: [UInt128] = {
        var values: [UInt128] = [1]
        for _ in 1...38 { values.append(values[values.count - 1] * 10) }
        return values
    }()

    /// The exponent must be between 0 and 38.
    static subscript(exponent: Int) -> UInt128 { values[exponent] }
}

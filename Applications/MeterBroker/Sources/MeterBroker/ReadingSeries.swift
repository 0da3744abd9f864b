import Wire

/// The half-hourly readings of one meter point on one settlement date.
public struct ReadingSeries: Sendable, Equatable {
    public let date: SettlementDate
    /// What was measured: active or reactive, import or export.
    public let quantity: String
    /// Thousandths of a kilowatt hour, one for each half hour of the day.
    public let wattHours: [Int]

    /// Active import and export, reactive import and export.
    public static let quantities: Set = ["AI", "AE", "RI", "RE"]
    /// Actual, estimated, substituted, provisional, deemed.
    public static let qualityFlags: Set = ["A", "E", "S", "P", "D"]
    /// No half hour of a meter point holds more than a gigawatt hour.
    static let wattHoursMax = 1_000_000_000

    static let names: Set = ["settlementDate", "measurementQuantity", "values", "flags", "version"]

    init(_ field: Field, allowing names: Set<String> = Self.names) throws(Rejection) {
        try field.object(allowing: names)
        guard let date = SettlementDate(try field["settlementDate"].text()) else {
            throw field["settlementDate"].reject("must be a day such as 2026-03-29")
        }
        quantity = try field["measurementQuantity"].text()
        guard Self.quantities.contains(quantity) else {
            throw field["measurementQuantity"].reject("must be one of AE, AI, RE, RI")
        }
        self.date = date
        wattHours = try Self.values(field["values"], date)
        try Self.checkFlags(field["flags"], count: wattHours.count)
    }

    private static func values(_ field: Field, _ date: SettlementDate) throws(Rejection) -> [Int] {
        var values: [Int] = []
        let elements = try field.elements(max: 50)
        values.reserveCapacity(elements.count)
        for element in elements {
            guard element.isPresent else { throw element.reject("is a hole in the series") }
            guard let number = element.value, case .number(let digits) = number else {
                throw element.reject("must be a number")
            }
            guard let value = wattHours(digits) else {
                throw element.reject("must be kilowatt hours, not negative, with at most three decimals")
            }
            values.append(value)
        }
        guard values.count == date.halfHours else {
            throw Rejection(
                field.path, "must have \(date.halfHours) values on \(date.text) and has \(values.count)")
        }
        return values
    }

    private static func checkFlags(_ field: Field, count: Int) throws(Rejection) {
        let flags = try field.elements(max: 50)
        for flag in flags where !qualityFlags.contains(try flag.text()) {
            throw flag.reject("must be one of A, D, E, P, S")
        }
        guard flags.count == count else {
            throw field.reject("must have one flag for each of the \(count) values and has \(flags.count)")
        }
    }

    /// Reads `1.25` as 1250; nil for signs, exponents, more than three decimals and too great a number.
    static func wattHours(_ digits: String) -> Int? {
        var value = 0
        var decimals: Int?
        for byte in digits.utf8 {
            if byte == UInt8(ascii: "."), decimals == nil {
                decimals = 0
                continue
            }
            guard byte >= 0x30, byte <= 0x39, value < wattHoursMax else { return nil }
            value = value * 10 + Int(byte - 0x30)
            decimals = decimals.map { $0 + 1 }
        }
        let places = decimals ?? 0
        guard places <= 3 else { return nil }
        for _ in places..<3 { value *= 10 }
        return value <= wattHoursMax ? value : nil
    }
}

/// A point in time, to the millisecond, as AWS's interfaces exchange it.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z; negative before.
    public var milliseconds: Int

    public init(milliseconds: Int) { self.milliseconds = milliseconds }

    /// Rounds to the nearest millisecond; nil when the instant lies outside the years that can be written.
    public init?(seconds: Double) {
        let milliseconds = (seconds * 1000).rounded()
        guard milliseconds.magnitude <= Double(Self.millisecondsMax) else { return nil }
        self.milliseconds = Int(milliseconds)
    }

    public var seconds: Double { Double(milliseconds) / 1000 }

    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

    /// The last millisecond of the year 9999.
    static let millisecondsMax = 253_402_300_799_999
}

extension Timestamp {
    /// Spells the timestamp; milliseconds appear only where there are some, unless `alwaysMilliseconds` asks
    /// for them in ISO 8601, as S3 does.
    public func text(_ format: TimestampFormat, alwaysMilliseconds: Bool = false) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(32)
        write(format, alwaysMilliseconds: alwaysMilliseconds, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// Appends what `text` returns.
    public func write(_ format: TimestampFormat, alwaysMilliseconds: Bool = false, to out: inout [UInt8]) {
        switch format {
        case .iso8601: writeISO8601(alwaysMilliseconds: alwaysMilliseconds, to: &out)
        case .rfc822: writeRFC822(to: &out)
        case .epoch: writeEpoch(to: &out)
        }
    }

    private func writeEpoch(to out: inout [UInt8]) {
        if milliseconds < 0 { out.append(UInt8(ascii: "-")) }
        let magnitude = Int(milliseconds.magnitude)
        Decimal.write(magnitude / 1000, to: &out)
        writeFraction(magnitude % 1000, trimmed: true, to: &out)
    }

    private func writeFraction(_ fraction: Int, trimmed: Bool, to out: inout [UInt8]) {
        if fraction == 0, trimmed { return }
        out.append(UInt8(ascii: "."))
        Decimal.write(fraction, digits: 3, to: &out)
        while trimmed, out.last == UInt8(ascii: "0") { out.removeLast() }
    }

    private func writeISO8601(alwaysMilliseconds: Bool, to out: inout [UInt8]) {
        let date = CalendarDate(milliseconds: milliseconds)
        Decimal.write(date.year, digits: 4, to: &out)
        out.append(UInt8(ascii: "-"))
        Decimal.write(date.month, digits: 2, to: &out)
        out.append(UInt8(ascii: "-"))
        Decimal.write(date.day, digits: 2, to: &out)
        out.append(UInt8(ascii: "T"))
        date.writeTime(to: &out)
        if date.millisecond != 0 || alwaysMilliseconds {
            writeFraction(date.millisecond, trimmed: false, to: &out)
        }
        out.append(UInt8(ascii: "Z"))
    }

    private func writeRFC822(to out: inout [UInt8]) {
        let date = CalendarDate(milliseconds: milliseconds)
        out.append(contentsOf: CalendarDate.weekdays[date.weekday].utf8)
        out.append(contentsOf: ", ".utf8)
        Decimal.write(date.day, digits: 2, to: &out)
        out.append(UInt8(ascii: " "))
        out.append(contentsOf: CalendarDate.months[date.month - 1].utf8)
        out.append(UInt8(ascii: " "))
        Decimal.write(date.year, digits: 4, to: &out)
        out.append(UInt8(ascii: " "))
        date.writeTime(to: &out)
        out.append(contentsOf: " GMT".utf8)
    }

    /// Reads any of the spellings of AWS's clients, whichever the format asks for; nil when it is none.
    public init?(parsing text: String, _ format: TimestampFormat) {
        var text = text
        let parsed = text.withUTF8 { bytes -> Timestamp? in
            var scanner = TimestampScanner(bytes)
            guard let first = bytes.first else { return nil }
            switch format {
            case .epoch: return Double(bytesOf: bytes).flatMap(Timestamp.init(seconds:)) ?? scanner.iso8601()
            case .iso8601, .rfc822: return first >= 0x41 ? scanner.rfc822() : scanner.iso8601()
            }
        }
        guard let parsed else { return nil }
        self = parsed
    }
}

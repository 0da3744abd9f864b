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

/// How a timestamp is spelled.
public enum TimestampFormat: Sendable, Equatable {
    /// `2019-12-16T23:48:18Z`, RFC 3339.
    case iso8601
    /// `Mon, 16 Dec 2019 23:48:18 GMT`, RFC 9110.
    case rfc822
    /// `1576540098` or `1576540098.123`.
    case epoch
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

/// A point in time in the proleptic Gregorian calendar, UTC.
struct CalendarDate {
    static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    var year = 1970
    var month = 1
    var day = 1
    var hour = 0
    var minute = 0
    var second = 0
    var millisecond = 0
    var weekday = 4

    init() {}

    init(milliseconds: Int) {
        let perDay = 86_400_000
        let days = (milliseconds >= 0 ? milliseconds : milliseconds - (perDay - 1)) / perDay
        let rest = milliseconds - days * perDay
        hour = rest / 3_600_000
        minute = rest / 60_000 % 60
        second = rest / 1000 % 60
        millisecond = rest % 1000
        weekday = ((days + 4) % 7 + 7) % 7
        // Days since 0000-03-01 fall into eras of 400 years with a regular pattern; years begin in March
        // there.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Milliseconds since 1970, or nil when a field is out of its range.
    var milliseconds: Int? {
        guard month >= 1, month <= 12, day >= 1, day <= Self.days(in: month, year), hour < 24, minute < 60,
            second <= 60
        else { return nil }
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + millisecond
    }

    private static func days(in month: Int, _ year: Int) -> Int {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    func writeTime(to out: inout [UInt8]) {
        Decimal.write(hour, digits: 2, to: &out)
        out.append(UInt8(ascii: ":"))
        Decimal.write(minute, digits: 2, to: &out)
        out.append(UInt8(ascii: ":"))
        Decimal.write(second, digits: 2, to: &out)
    }
}

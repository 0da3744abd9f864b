/// Reads the two calendar spellings of timestamps: ISO 8601 and the date of HTTP.
struct TimestampScanner {
    // SAFETY: the scanner lives inside `withUTF8` of the text it reads.
    private let bytes: UnsafeBufferPointer<UInt8>
    private var offset = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard offset < bytes.count, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    private mutating func number(digits count: Int) -> Int? {
        guard offset + count <= bytes.count else { return nil }
        var value = 0
        for _ in 0..<count {
            let digit = bytes[offset] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
            offset += 1
        }
        return value
    }

    /// Milliseconds of a fraction of any length; digits beyond are dropped.
    private mutating func fraction() -> Int? {
        guard skip(UInt8(ascii: ".")) else { return 0 }
        var value = 0
        var scale = 100
        let start = offset
        while offset < bytes.count, bytes[offset] &- 0x30 < 10 {
            value += Int(bytes[offset] - 0x30) * scale
            scale /= 10
            offset += 1
        }
        return offset > start ? value : nil
    }

    private mutating func time(into date: inout CalendarDate) -> Bool {
        guard let hour = number(digits: 2), skip(UInt8(ascii: ":")), let minute = number(digits: 2),
            skip(UInt8(ascii: ":")), let second = number(digits: 2), let millisecond = fraction()
        else { return false }
        date.hour = hour
        date.minute = minute
        date.second = second
        date.millisecond = millisecond
        return true
    }

    /// Minutes east of Greenwich.
    private mutating func zone() -> Int? {
        if skip(UInt8(ascii: "Z")) || skip(UInt8(ascii: "z")) { return 0 }
        let sign = skip(UInt8(ascii: "-")) ? -1 : 1
        guard sign < 0 || skip(UInt8(ascii: "+")), let hours = number(digits: 2) else { return nil }
        _ = skip(UInt8(ascii: ":"))
        guard let minutes = number(digits: 2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes)
    }

    mutating func iso8601() -> Timestamp? {
        var date = CalendarDate()
        guard let year = number(digits: 4), skip(UInt8(ascii: "-")), let month = number(digits: 2),
            skip(UInt8(ascii: "-")), let day = number(digits: 2)
        else { return nil }
        date.year = year
        date.month = month
        date.day = day
        var zoneMinutes = 0
        if offset < bytes.count {
            guard skip(UInt8(ascii: "T")) || skip(UInt8(ascii: "t")), time(into: &date), let zone = zone()
            else { return nil }
            zoneMinutes = zone
        }
        guard offset == bytes.count, let milliseconds = date.milliseconds else { return nil }
        return Timestamp(milliseconds: milliseconds - zoneMinutes * 60_000)
    }

    mutating func rfc822() -> Timestamp? {
        var date = CalendarDate()
        offset = 3
        guard bytes.count > 3, skip(UInt8(ascii: ",")), skip(UInt8(ascii: " ")), let day = number(digits: 2),
            skip(UInt8(ascii: " ")) || skip(UInt8(ascii: "-")), let month = month(),
            skip(UInt8(ascii: " ")) || skip(UInt8(ascii: "-")), let year = number(digits: 4),
            skip(UInt8(ascii: " ")), time(into: &date), skip(UInt8(ascii: " "))
        else { return nil }
        date.year = year
        date.month = month
        date.day = day
        guard offset + 3 == bytes.count, bytes[offset...].elementsEqual("GMT".utf8) else { return nil }
        return date.milliseconds.map(Timestamp.init(milliseconds:))
    }

    private mutating func month() -> Int? {
        guard offset + 3 <= bytes.count else { return nil }
        let name = bytes[offset..<offset + 3]
        offset += 3
        return CalendarDate.months.firstIndex { $0.utf8.elementsEqual(name) }.map { $0 + 1 }
    }
}

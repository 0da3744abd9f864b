/// Dates of conditions: a form of ISO 8601 as profiled by W3C, or seconds since 1970.
enum PolicyDate {
    /// Seconds since 1970-01-01T00:00:00Z, nil when the text is no date.
    static func seconds(_ text: String) -> Double? {
        guard (1...40).contains(text.utf8.count) else { return nil }
        var reader = Reader(bytes: Array(text.utf8))
        return reader.epoch() ?? reader.date()
    }

    private struct Reader {
        let bytes: [UInt8]
        var offset = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        /// Digits alone, which are never a year.
        func epoch() -> Double? {
            guard bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
            return Int64(String(decoding: bytes, as: UTF8.self)).map(Double.init)
        }

        mutating func date() -> Double? {
            guard let year = number(digits: 4, in: 0...9_999) else { return nil }
            var month = 1
            var day = 1
            if take("-") {
                guard let value = number(digits: 2, in: 1...12) else { return nil }
                month = value
                if take("-") {
                    guard let value = number(digits: 2, in: 1...31) else { return nil }
                    day = value
                }
            }
            guard day <= Self.length(ofMonth: month, year: year) else { return nil }
            let midnight = Double(Self.days(year, month, day) * 86_400)
            if offset == bytes.count { return midnight }
            guard take("T") || take("t"), let time = time() else { return nil }
            return midnight + time
        }

        /// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.s` with a zone; UTC when there is none.
        private mutating func time() -> Double? {
            guard let hour = number(digits: 2, in: 0...23), take(":"),
                let minute = number(digits: 2, in: 0...59)
            else { return nil }
            var seconds = Double(hour * 3_600 + minute * 60)
            if take(":") {
                guard let second = number(digits: 2, in: 0...59), let fraction = fraction() else {
                    return nil
                }
                seconds += Double(second) + fraction
            }
            if offset == bytes.count { return seconds }
            guard let zone = zone(), offset == bytes.count else { return nil }
            return seconds - Double(zone)
        }

        private mutating func fraction() -> Double? {
            guard take(".") else { return 0 }
            var value = 0.0
            var scale = 0.1
            let start = offset
            while offset < bytes.count, bytes[offset] >= 0x30, bytes[offset] <= 0x39 {
                value += Double(bytes[offset] - 0x30) * scale
                scale /= 10
                offset += 1
            }
            return (1...9).contains(offset - start) ? value : nil
        }

        /// Seconds east of Greenwich.
        private mutating func zone() -> Int? {
            if take("Z") || take("z") { return 0 }
            let sign = take("+") ? 1 : take("-") ? -1 : 0
            guard sign != 0, let hours = number(digits: 2, in: 0...23) else { return nil }
            if offset == bytes.count { return sign * hours * 3_600 }
            _ = take(":")
            guard let minutes = number(digits: 2, in: 0...59) else { return nil }
            return sign * (hours * 3_600 + minutes * 60)
        }

        private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: scalar) else { return false }
            offset += 1
            return true
        }

        private mutating func number(digits: Int, in range: ClosedRange<Int>) -> Int? {
            guard offset + digits <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[offset..<offset + digits] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            offset += digits
            return range.contains(value) ? value : nil
        }

        private static func length(ofMonth month: Int, year: Int) -> Int {
            switch month {
            case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        }

        /// Days since 1970-01-01 in the Gregorian calendar, counting years from March so that the leap day
        /// comes last.
        private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
            let shifted = month > 2 ? year : year - 1
            let fromMarch = (month + 9) % 12
            let leaps = shifted >= 0 ? shifted / 4 - shifted / 100 + shifted / 400 : -1
            return shifted * 365 + leaps + (fromMarch * 153 + 2) / 5 + day - 719_469
        }
    }
}

/// The parts of a file of the time zone database that say when offsets change.
struct ZoneFile {
    private(set) var changes: [Int] = []
    private(set) var offsets: [Int] = []
    /// The rule for all that comes after, as the variable `TZ` spells it.
    private(set) var footer = ""

    private struct Counts {
        let version: UInt8
        let universal: Int
        let standard: Int
        let leaps: Int
        let changes: Int
        let types: Int
        let characters: Int

        /// Bytes behind the header, where a moment takes so many.
        func size(momentSize: Int) -> Int {
            changes * (momentSize + 1) + types * 6 + characters + leaps * (momentSize + 4) + standard
                + universal
        }
    }

    private static let headerSize = 44
    private static let malformed = TimeZoneError(reason: "The bytes describe no time zone.")

    init(_ bytes: [UInt8]) throws(TimeZoneError) {
        guard bytes.count <= TimeZone.sizeMax else {
            throw TimeZoneError(reason: "A time zone takes at most \(TimeZone.sizeMax) bytes.")
        }
        let old = try Self.counts(bytes, at: 0)
        guard old.version >= UInt8(ascii: "2") else {
            try read(bytes, old, at: 0, momentSize: 4)
            return
        }
        // Newer files say it twice, the second time with moments of 64 bits.
        let start = Self.headerSize + old.size(momentSize: 4)
        let counts = try Self.counts(bytes, at: start)
        try read(bytes, counts, at: start, momentSize: 8)
        let rest = bytes[min(bytes.count, start + Self.headerSize + counts.size(momentSize: 8))...]
        guard rest.first == UInt8(ascii: "\n"), rest.count >= 2, rest.last == UInt8(ascii: "\n") else {
            throw Self.malformed
        }
        footer = String(decoding: rest.dropFirst().dropLast(), as: UTF8.self)
    }

    private static func counts(_ bytes: [UInt8], at start: Int) throws(TimeZoneError) -> Counts {
        guard bytes.count >= start + headerSize, bytes[start..<(start + 4)].elementsEqual("TZif".utf8) else {
            throw malformed
        }
        let numbers = (0..<6).map { Self.number(bytes, at: start + 20 + 4 * $0, size: 4) }
        // Each count is of things in the file, so none can exceed its size.
        guard numbers.allSatisfy({ (0...TimeZone.sizeMax).contains($0) }) else { throw malformed }
        return Counts(
            version: bytes[start + 4], universal: numbers[0], standard: numbers[1], leaps: numbers[2],
            changes: numbers[3], types: numbers[4], characters: numbers[5])
    }

    private mutating func read(
        _ bytes: [UInt8], _ counts: Counts, at start: Int, momentSize: Int
    ) throws(TimeZoneError) {
        let moments = start + Self.headerSize
        let kinds = moments + counts.changes * momentSize
        let types = kinds + counts.changes
        guard counts.types > 0, bytes.count >= moments + counts.size(momentSize: momentSize) else {
            throw Self.malformed
        }
        let places = [0] + (0..<counts.changes).map { Int(bytes[kinds + $0]) }
        guard places.allSatisfy({ $0 < counts.types }) else { throw Self.malformed }
        offsets = places.map { Self.number(bytes, at: types + 6 * $0, size: 4) }
        changes = (0..<counts.changes).map {
            Self.number(bytes, at: moments + momentSize * $0, size: momentSize)
        }
        // Some files begin at the beginning of time; no such moment is asked for.
        let isAscending = zip(changes, changes.dropFirst()).allSatisfy { $0 < $1 }
        guard isAscending, offsets.allSatisfy({ abs($0) < 100_000 }) else { throw Self.malformed }
    }

    /// A number in two's complement, most significant byte first.
    private static func number(_ bytes: [UInt8], at start: Int, size: Int) -> Int {
        let bits = bytes[start..<(start + size)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size == 8 ? Int(Int64(bitPattern: bits)) : Int(Int32(truncatingIfNeeded: bits))
    }
}

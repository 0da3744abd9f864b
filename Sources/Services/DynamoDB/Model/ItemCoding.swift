internal import DynamoDBExpressions

/// Items as the bytes of a row: a count, then name and value of each attribute in the order of names.
///
/// A value is a tag and its content; lengths are in base 128.
enum ItemCoding {
    /// What cannot be read back: a damaged row.
    struct Damage: Error {}

    private enum Tag: UInt8 {
        case string = 1, number, binary, yes, no, null, list, map, stringSet, numberSet, binarySet
    }

    static func encode(_ item: Item) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(1280)
        write(item, to: &out)
        return out
    }

    private static func write(_ entries: Item, to out: inout [UInt8]) {
        write(entries.count, to: &out)
        for (name, value) in entries {
            write(name, to: &out)
            write(value, to: &out)
        }
    }

    private static func write(_ length: Int, to out: inout [UInt8]) {
        var rest = length
        while rest >= 0x80 {
            out.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        out.append(UInt8(rest))
    }

    private static func write(_ text: String, to out: inout [UInt8]) {
        var text = text
        text.withUTF8 { bytes in
            write(bytes.count, to: &out)
            out.append(contentsOf: bytes)
        }
    }

    private static func write(_ number: Number, to out: inout [UInt8]) {
        let parts = number.parts
        // Exponents of stored numbers lie between −168 and 125.
        let exponent = UInt16(bitPattern: Int16(parts.exponent))
        out.append(parts.isNegative ? 1 : 0)
        out.append(UInt8(exponent >> 8))
        out.append(UInt8(exponent & 0xFF))
        var rest = parts.coefficient
        while rest >= 0x80 {
            out.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        out.append(UInt8(rest))
    }

    private static func write(_ value: AttributeValue, to out: inout [UInt8]) {
        func tag(_ tag: Tag) { out.append(tag.rawValue) }
        switch value {
        case .string(let text):
            tag(.string)
            write(text, to: &out)
        case .number(let number):
            tag(.number)
            write(number, to: &out)
        case .binary(let bytes):
            tag(.binary)
            write(bytes.count, to: &out)
            out.append(contentsOf: bytes)
        case .boolean(let flag): tag(flag ? .yes : .no)
        case .null, .faulty: tag(.null)
        case .list(let elements):
            tag(.list)
            write(elements.count, to: &out)
            for element in elements { write(element, to: &out) }
        case .map(let entries):
            tag(.map)
            write(entries, to: &out)
        case .stringSet(let elements):
            tag(.stringSet)
            write(elements.count, to: &out)
            for element in elements { write(element, to: &out) }
        case .numberSet(let elements):
            tag(.numberSet)
            write(elements.count, to: &out)
            for element in elements { write(element, to: &out) }
        case .binarySet(let elements):
            tag(.binarySet)
            write(elements.count, to: &out)
            for element in elements {
                write(element.count, to: &out)
                out.append(contentsOf: element)
            }
        }
    }

    // MARK: Reading

    static func decode(_ bytes: RawSpan) throws -> Item {
        var reader = Reader(bytes: bytes)
        let item = try reader.entries(depth: 0)
        guard reader.offset == bytes.byteCount else { throw Damage() }
        return item
    }

    static func decode(_ bytes: [UInt8]) throws -> Item { try decode(bytes.span.bytes) }

    private struct Reader: ~Escapable {
        let bytes: RawSpan
        var offset = 0

        @_lifetime(copy bytes)
        init(bytes: RawSpan) { self.bytes = bytes }

        mutating func byte() throws -> UInt8 {
            guard offset < bytes.byteCount else { throw Damage() }
            defer { offset += 1 }
            return bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
        }

        mutating func length() throws -> Int {
            let value = try wide()
            guard value <= UInt128(bytes.byteCount) else { throw Damage() }
            return Int(value)
        }

        mutating func wide() throws -> UInt128 {
            let first = try byte()
            guard first >= 0x80 else { return UInt128(first) }
            var value = UInt128(first & 0x7F)
            var shift: UInt128 = 7
            while true {
                let next = try byte()
                guard shift < 128 else { throw Damage() }
                value |= UInt128(next & 0x7F) << shift
                if next < 0x80 { return value }
                shift += 7
            }
        }

        mutating func text() throws -> String {
            let count = try length()
            guard count <= bytes.byteCount - offset else { throw Damage() }
            defer { offset += count }
            return bytes.extracting(offset..<(offset + count)).withUnsafeBytes {
                String(decoding: $0, as: UTF8.self)
            }
        }

        mutating func blob() throws -> [UInt8] {
            let count = try length()
            guard count <= bytes.byteCount - offset else { throw Damage() }
            defer { offset += count }
            return bytes.extracting(offset..<(offset + count)).withUnsafeBytes { Array($0) }
        }

        mutating func number() throws -> Number {
            let isNegative = try byte() != 0
            let exponent = Int(Int16(bitPattern: UInt16(try byte()) << 8 | UInt16(try byte())))
            return try Number(
                parts: Number.Parts(coefficient: try wide(), exponent: exponent, isNegative: isNegative))
        }

        mutating func entries(depth: Int) throws -> Item {
            let count = try length()
            var entries = Item(minimumCapacity: count)
            for _ in 0..<count {
                let name = try text()
                entries[name] = try value(depth: depth)
            }
            return entries
        }

        mutating func value(depth: Int) throws -> AttributeValue {
            guard let tag = Tag(rawValue: try byte()), depth <= AttributeValue.depthMax else {
                throw Damage()
            }
            switch tag {
            case .string: return .string(try text())
            case .number: return .number(try number())
            case .binary: return .binary(try blob())
            case .yes: return .boolean(true)
            case .no: return .boolean(false)
            case .null: return .null
            case .map: return .map(try entries(depth: depth + 1))
            case .list:
                let count = try length()
                var elements: [AttributeValue] = []
                for _ in 0..<count { elements.append(try value(depth: depth + 1)) }
                return .list(elements)
            case .stringSet:
                let count = try length()
                var elements: [String] = []
                for _ in 0..<count { elements.append(try text()) }
                return .stringSet(elements)
            case .numberSet:
                let count = try length()
                var elements: [Number] = []
                for _ in 0..<count { elements.append(try number()) }
                return .numberSet(elements)
            case .binarySet:
                let count = try length()
                var elements: [[UInt8]] = []
                for _ in 0..<count { elements.append(try blob()) }
                return .binarySet(elements)
            }
        }
    }
}

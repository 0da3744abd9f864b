/// The parameters of a form or query string, decoded and sorted by name, so that everything below a name
/// stands together.
struct FormFields: Sendable {
    struct Field: Sendable {
        var name: Range<Int>
        var value: Range<Int>
    }

    /// Decoded names and values, one after the other.
    private(set) var bytes: [UInt8] = []
    private(set) var fields: [Field] = []

    /// Decodes `a=1&b=2`; a parameter without `=` has an empty value.
    init(_ text: borrowing [UInt8]) throws(WireError) {
        bytes.reserveCapacity(text.count)
        var offset = 0
        while offset < text.count {
            let start = bytes.count
            try Self.decode(text, from: &offset, until: UInt8(ascii: "="), into: &bytes)
            let middle = bytes.count
            if offset < text.count, text[offset] == UInt8(ascii: "=") {
                offset += 1
                try Self.decode(text, from: &offset, until: UInt8(ascii: "&"), into: &bytes)
            }
            if bytes.count > start {
                fields.append(Field(name: start..<middle, value: middle..<bytes.count))
            }
            offset += 1
        }
        if let offset = UTF8Check.firstInvalid(in: bytes.span.bytes) {
            throw .malformed(Malformation(.invalidUTF8, at: offset))
        }
        fields.sort { a, b in
            let order = Self.compare(bytes[a.name], bytes[b.name])
            return order == 0 ? a.name.lowerBound < b.name.lowerBound : order < 0
        }
    }

    /// Decodes up to an ampersand or the given byte.
    private static func decode(
        _ text: borrowing [UInt8], from offset: inout Int, until end: UInt8, into out: inout [UInt8]
    ) throws(WireError) {
        while offset < text.count {
            let byte = text[offset]
            if byte == end || byte == UInt8(ascii: "&") { return }
            offset += 1
            switch byte {
            case UInt8(ascii: "+"): out.append(0x20)
            case UInt8(ascii: "%"):
                guard offset + 2 <= text.count, let high = Hex.value(text[offset]),
                    let low = Hex.value(text[offset + 1])
                else { throw .malformed(Malformation(.invalidEscape, at: offset)) }
                out.append(high << 4 | low)
                offset += 2
            default: out.append(byte)
            }
        }
    }

    private static func compare(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Int {
        var indexA = a.startIndex
        var indexB = b.startIndex
        while indexA < a.endIndex, indexB < b.endIndex {
            if a[indexA] != b[indexB] { return a[indexA] < b[indexB] ? -1 : 1 }
            indexA += 1
            indexB += 1
        }
        return a.count - b.count
    }

    /// The first field whose name is not below the path.
    func lowerBound(_ path: ArraySlice<UInt8>) -> Int {
        var low = 0
        var high = fields.count
        while low < high {
            let middle = (low + high) / 2
            if Self.compare(bytes[fields[middle].name], path) < 0 { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The last value sent under the name.
    func value(named name: ArraySlice<UInt8>) -> Range<Int>? {
        var index = lowerBound(name)
        var found: Range<Int>?
        while index < fields.count, bytes[fields[index].name].elementsEqual(name) {
            found = fields[index].value
            index += 1
        }
        return found
    }

    /// Whether the field's name begins with the path and goes on.
    func isBelow(_ index: Int, _ path: ArraySlice<UInt8>) -> Bool {
        index < fields.count && fields[index].name.count > path.count
            && bytes[fields[index].name].starts(with: path)
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

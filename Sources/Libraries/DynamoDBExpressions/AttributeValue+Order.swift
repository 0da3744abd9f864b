extension AttributeValue {
    /// Whether the value stands before another of the same type; nil when the types differ or have no order.
    public func isLess(than other: AttributeValue) -> Bool? {
        switch (self, other) {
        case (.string(let a), .string(let b)): Self.isBefore(a, b)
        case (.number(let a), .number(let b)): a < b
        case (.binary(let a), .binary(let b)): a.lexicographicallyPrecedes(b)
        default: nil
        }
    }

    /// Equality as DynamoDB sees it: strings by their bytes, numbers by value, sets without order.
    public func isEqual(to other: AttributeValue) -> Bool {
        switch (self, other) {
        case (.string(let a), .string(let b)): return Self.isSame(a, b)
        case (.list(let a), .list(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { $0.isEqual(to: $1) }
        case (.map(let a), .map(let b)):
            return a.count == b.count
                && a.allSatisfy { name, value in b[name].map { value.isEqual(to: $0) } ?? false }
        case (.stringSet(let a), .stringSet(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { Self.isSame($0, $1) }
        default: return self == other
        }
    }

    /// Appends bytes whose order is the order of keys and of which none begins another's; nothing for a value
    /// that cannot be a key.
    ///
    /// In strings and binary values a zero byte becomes two bytes, and two others end the value.
    public func writeOrdered(to out: inout [UInt8]) {
        switch self {
        case .number(let number): number.writeOrdered(to: &out)
        case .string, .binary:
            writeOrderedPrefix(to: &out)
            out.append(0)
            out.append(0)
        default: break
        }
    }

    /// The same without the end, so that it begins the bytes of every value that begins with this one.
    public func writeOrderedPrefix(to out: inout [UInt8]) {
        switch self {
        case .string(let text):
            var text = text
            text.withUTF8 { Self.escape($0, to: &out) }
        case .binary(let bytes): bytes.withUnsafeBufferPointer { Self.escape($0, to: &out) }
        default: break
        }
    }

    private static func escape(_ bytes: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
        guard bytes.contains(0) else { return out.append(contentsOf: bytes) }
        for byte in bytes {
            out.append(byte)
            if byte == 0 { out.append(0xFF) }
        }
    }
}

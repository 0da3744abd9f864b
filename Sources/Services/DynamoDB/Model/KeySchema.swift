internal import DynamoDBExpressions
internal import DynamoDBInterface

/// The key of a table or index: a partition key and perhaps a sort key, each with its type.
struct KeySchema: Sendable {
    struct Attribute: Sendable, Hashable {
        let name: String
        let kind: AttributeValue.Kind
    }

    /// Bytes of a partition key and of a sort key.
    static let partitionSizeMax = 2048
    static let sortSizeMax = 1024

    let partition: Attribute
    let sort: Attribute?
    var attributes: [Attribute] { sort.map { [partition, $0] } ?? [partition] }
    var names: [String] { attributes.map(\.name) }

    init(_ elements: [KeySchemaElement], _ definitions: [AttributeDefinition]) {
        func attribute(_ type: String) -> Attribute? {
            guard let name = elements.first(where: { $0.keyType == type })?.attributeName else { return nil }
            let type = definitions.first { $0.attributeName == name }?.attributeType ?? "S"
            return Attribute(name: name, kind: AttributeValue.Kind(rawValue: type) ?? .string)
        }
        partition = attribute("HASH") ?? Attribute(name: "", kind: .string)
        sort = attribute("RANGE")
    }

    /// The bytes under which an item with this key is kept: a hash of the partition key, so that scans can be
    /// cut into segments, then both keys in their order. Nil when an attribute is missing or of another type.
    func encoded(_ item: Item) -> [UInt8]? {
        guard let first = item[partition.name], first.kind == partition.kind else { return nil }
        var bytes = Self.partitionPrefix(first)
        guard let sort else { return bytes }
        guard let second = item[sort.name], second.kind == sort.kind else { return nil }
        second.writeOrdered(to: &bytes)
        return bytes
    }

    /// Bytes of the hash that begins every key.
    static let hashSize = 4

    /// Where the items of a partition begin.
    static func partitionPrefix(_ value: AttributeValue) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: hashSize)
        bytes.reserveCapacity(96)
        value.writeOrdered(to: &bytes)
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes[hashSize...] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        // The high bits of FNV-1a of short texts hardly differ; this spreads them.
        hash ^= hash >> 33
        hash = hash &* 0xFF51_AFD7_ED55_8CCD
        for index in 0..<hashSize { bytes[index] = UInt8(truncatingIfNeeded: hash >> UInt64(56 - 8 * index)) }
        // Four bytes of ones stand after every key, so that a range always has an end.
        bytes[hashSize - 1] &= 0xFE
        return bytes
    }

    /// The key alone, checked against the schema.
    func key(from given: Item) throws(ValidationException) -> Item {
        guard given.count == attributes.count else {
            throw ValidationException("The provided key element does not match the schema")
        }
        for attribute in attributes {
            guard let value = given[attribute.name], value.kind == attribute.kind else {
                throw ValidationException("The provided key element does not match the schema")
            }
        }
        try checkSizes(given)
        return given
    }

    /// Checks that an item to be put has the key.
    func check(_ item: Item) throws(ValidationException) {
        for attribute in attributes {
            guard let value = item[attribute.name] else {
                throw .invalid("Missing the key \(attribute.name) in the item")
            }
            guard value.kind == attribute.kind else {
                throw .invalid(
                    "Type mismatch for key \(attribute.name) expected: \(attribute.kind.rawValue) "
                        + "actual: \(value.kind.rawValue)")
            }
        }
        try checkSizes(item)
    }

    private func checkSizes(_ item: Item) throws(ValidationException) {
        for attribute in attributes {
            guard let value = item[attribute.name] else { continue }
            let size = ItemSize.of(value)
            if size == 0 {
                let type = value.kind == .string ? "string" : "binary"
                throw ValidationException(
                    "One or more parameter values are not valid. The AttributeValue for a key attribute "
                        + "cannot contain an empty \(type) value. Key: \(attribute.name)")
            }
            if attribute == partition, size > Self.partitionSizeMax {
                throw .invalid("Size of hashkey has exceeded the maximum size limit of2048 bytes")
            }
            if attribute == sort, size > Self.sortSizeMax {
                throw .invalid("Aggregated size of all range keys has exceeded the size limit of 1024 bytes")
            }
        }
    }

    /// The key's attributes of an item.
    func key(of item: Item) -> Item {
        var key: Item = [:]
        for attribute in attributes { key[attribute.name] = item[attribute.name] }
        return key
    }
}

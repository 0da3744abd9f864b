internal import DynamoDBExpressions
internal import DynamoDBInterface

/// A secondary index: its own key, and which attributes it carries.
struct TableIndex: Sendable {
    enum Carried: Sendable {
        case all
        case only(Set<String>)
    }

    let id: Int64
    let name: String
    let isGlobal: Bool
    let key: KeySchema
    let carried: Carried
    /// Whether every item of the table is in it yet.
    let isComplete: Bool

    init(
        _ row: IndexRow, _ key: KeySchema, _ projection: IndexProjection?, tableKey: KeySchema,
        isGlobal: Bool
    ) {
        id = row.id
        name = row.name
        self.key = key
        self.isGlobal = isGlobal
        isComplete = row.state == .complete
        if projection?.projectionType == "ALL" {
            carried = .all
        } else {
            carried = .only(Set(tableKey.names + key.names + (projection?.nonKeyAttributes ?? [])))
        }
    }

    /// The bytes under which an item stands in the index; nil when it is not in it.
    func entryKey(_ item: Item, _ itemKey: [UInt8]) -> [UInt8]? {
        guard let bytes = key.encoded(item) else { return nil }
        return bytes + itemKey
    }

    /// What of an item the index carries.
    func project(_ item: Item) -> Item {
        switch carried {
        case .all: item
        case .only(let names): item.filter { names.contains($0.key) }
        }
    }

    /// Refuses an item whose attribute cannot be a key of the index.
    func check(_ item: Item) throws(ValidationException) {
        for attribute in key.attributes {
            guard let value = item[attribute.name] else { continue }
            guard value.kind == attribute.kind else {
                throw .invalid(
                    "Type mismatch for Index Key \(attribute.name) Expected: \(attribute.kind.rawValue) "
                        + "Actual: \(value.kind.rawValue) IndexName: \(name)")
            }
            let size = ItemSize.of(value)
            if size == 0 {
                let type = value.kind == .string ? "string" : "binary"
                throw ValidationException(
                    "One or more parameter values are not valid. A value specified for a "
                        + "secondary index key is "
                        + "not supported. The AttributeValue for a key attribute cannot contain an empty "
                        + "\(type) value. IndexName: \(name), IndexKey: \(attribute.name)")
            }
            let isPartition = attribute == key.partition
            if size > (isPartition ? KeySchema.partitionSizeMax : KeySchema.sortSizeMax) {
                throw .invalid(
                    isPartition
                        ? "Size of hashkey has exceeded the maximum size limit of2048 bytes"
                        : "Aggregated size of all range keys has exceeded the size limit of 1024 bytes")
            }
        }
    }
}

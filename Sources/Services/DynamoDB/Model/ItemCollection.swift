internal import DynamoDBInterface
internal import Store

/// What answers tell of the size of all items with one partition key, in tables with local indexes.
enum ItemCollection {
    private static let gibibyte = 1 << 30

    /// The bounds of the estimate are those of the whole table: from nothing to its size, at least 1 GB.
    static func metrics(
        _ wanted: String?, _ table: Table, _ key: Item, in tx: borrowing Transaction
    ) throws -> ItemCollectionMetrics? {
        guard wanted == "SIZE", table.hasLocalIndexes else { return nil }
        let bytes = try Counts.of(.table(table.id), in: tx).bytes
        let partition = table.key.partition.name
        return ItemCollectionMetrics(
            itemCollectionKey: key.filter { $0.key == partition },
            sizeEstimateRangeGB: [0, Double(max(1, (bytes + gibibyte - 1) / gibibyte))])
    }
}

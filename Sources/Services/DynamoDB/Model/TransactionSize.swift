internal import DynamoDBInterface

/// How much the items of a transaction may weigh together.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html>
enum TransactionSize {
    static let max = 4 << 20

    static func check(_ size: Int) throws(ValidationException) {
        guard size <= max else {
            throw ValidationException(
                "The aggregate size of the items in the transaction cannot exceed 4 MB")
        }
    }
}

/// Items that a transaction names, each of which it may name once.
struct DistinctItems {
    private struct Place: Hashable {
        let table: Int64
        let key: [UInt8]
    }

    private var seen: Set<Place> = []

    /// Counts a key in; throws when it was named before. A key that does not fit its table is left to others.
    mutating func insert(_ key: [UInt8]?, in table: Table) throws(ValidationException) {
        guard let key else { return }
        guard seen.insert(Place(table: table.id, key: key)).inserted else {
            throw ValidationException("Transaction request cannot include multiple operations on one item")
        }
    }
}

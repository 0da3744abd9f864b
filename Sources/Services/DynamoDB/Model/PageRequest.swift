internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Store

/// What `Query` and `Scan` have in common: a range of a table or index that is read page by page.
struct PageRequest {
    /// Bytes read for a page.
    static let sizeMax = 1 << 20

    let table: Table
    let index: TableIndex?
    var range: ByteRange
    var isForward = true
    var limit: Int?
    var filter: Predicate?
    var projection: PathProjection?
    var countsOnly = false
    /// Whether items are answered whole although the index does not carry everything.
    var fetchesAll = false

    struct Page {
        var items: [Item] = []
        var count = 0
        var scannedCount = 0
        /// Bytes read.
        var size = 0
        var last: Item?
    }

    /// Starts after the item that a previous page ended with.
    mutating func start(after key: Item?) throws(ValidationException) {
        guard let key else { return }
        let schemas = [table.key] + (index.map { [$0.key] } ?? [])
        let names = Set(schemas.flatMap(\.names))
        guard Set(key.keys) == names else {
            throw ValidationException("The provided starting key is invalid")
        }
        guard let own = table.key.encoded(key), let place = index.map({ $0.entryKey(key, own) }) ?? own else {
            throw ValidationException("The provided key element does not match the schema")
        }
        guard isWithin(place) else {
            throw ValidationException(
                "The provided starting key is outside query boundaries based on provided conditions")
        }
        range = range.after(place, isForward: isForward)
    }

    private func isWithin(_ key: [UInt8]) -> Bool {
        guard !key.lexicographicallyPrecedes(range.low) else { return false }
        return range.high.map { key.lexicographicallyPrecedes($0) } ?? true
    }

    func read(in tx: borrowing Transaction) throws -> Page {
        var page = Page()
        var previous: Item?
        let visit: (StoredItem) throws -> Bool = { stored in
            if let limit, page.scannedCount == limit {
                page.last = previous
                return false
            }
            let carried = index.map { $0.project(stored.item) }
            let size = carried.map(ItemSize.of) ?? stored.size
            if page.scannedCount > 0, page.size + size > Self.sizeMax {
                page.last = previous
                return false
            }
            page.scannedCount += 1
            page.size += size
            previous = stored.item
            take(stored.item, carried, into: &page)
            return true
        }
        if let index {
            try Entries.forEach(index.id, range, isForward: isForward, in: tx, visit)
        } else {
            try Items.forEach(table, range, isForward: isForward, in: tx, visit)
        }
        // A page that ends by its limit tells where, even when nothing follows.
        if page.last == nil, let limit, page.scannedCount == limit { page.last = previous }
        page.last = page.last.map(key)
        return page
    }

    private func take(_ item: Item, _ carried: Item?, into page: inout Page) {
        let visible = fetchesAll ? item : carried ?? item
        if let filter, !filter.holds(for: visible) { return }
        page.count += 1
        guard !countsOnly else { return }
        page.items.append(projection?.apply(to: visible) ?? visible)
    }

    /// The attributes that identify an item in the table and the index.
    private func key(of item: Item) -> Item {
        let own = table.key.key(of: item)
        return index.map { own.merging($0.key.key(of: item)) { first, _ in first } } ?? own
    }
}

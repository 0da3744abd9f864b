internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Kernel
internal import Store

/// An item to be put into a table where nothing else follows from it, checked and coded before the writer
/// sees it: the writer's time is everybody's.
struct PlainPut: Sendable {
    private let table: Int64
    private let key: [UInt8]
    private let item: [UInt8]
    private let size: Int

    /// Nil when the item has not the table's key; throws what is wrong with it.
    init?(_ item: Item, _ table: Table) throws {
        try ItemRules.checkPut(item)
        try table.key.check(item)
        guard let key = table.key.encoded(item) else { return nil }
        self.table = table.id
        self.key = key
        self.item = ItemCoding.encode(item)
        size = ItemSize.of(item)
    }

    /// Puts the item into the table as the writer sees it, which may have changed since.
    func commit(_ table: Table, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        guard table.id == self.table, !table.watchesItems else {
            let write = ItemWrite(
                table: table.name, kind: .put(try ItemCoding.decode(item)), needsOld: false)
            _ = try write.prepare(table, in: tx).commit(call, in: tx)
            return
        }
        let old = try Items.locate(table, key, in: tx)
        if let old {
            try Items.replace(old.row, item, size: size, in: tx)
        } else {
            _ = try Items.insert(table, key, item, size: size, in: tx)
        }
        try Counts.add(
            items: old == nil ? 1 : 0, bytes: size - (old?.size ?? 0), to: .table(table.id), in: tx)
    }
}

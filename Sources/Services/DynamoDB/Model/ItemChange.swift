internal import DynamoDBExpressions
internal import Kernel
internal import Store

/// A change of one item: the one place where its old and its new image meet.
///
/// Row, index entries, counts, expiry and the record in the table's stream follow from it, in the same
/// transaction.
struct ItemChange {
    let table: Table
    let key: [UInt8]
    let old: StoredItem?
    let new: Item?
    /// Whether the item is removed because its time has come.
    var isExpiry = false

    /// Units of write capacity that the change takes of the table and of each index, by index name.
    private(set) var units = WriteUnits()

    init(_ table: Table, _ key: [UInt8], from old: StoredItem?, to new: Item?) {
        self.table = table
        self.key = key
        self.old = old
        self.new = new
    }

    /// Makes the change.
    mutating func commit(_ call: Kernel.Call, in tx: borrowing Transaction) throws {
        let newSize = new.map(ItemSize.of) ?? 0
        let oldSize = old?.size ?? 0
        units.table = WriteUnits.units(max(newSize, oldSize))
        var row = old?.row ?? 0
        if let new {
            if let old {
                try Items.replace(old.row, ItemCoding.encode(new), size: newSize, in: tx)
            } else {
                row = try Items.insert(table, key, ItemCoding.encode(new), size: newSize, in: tx)
            }
        } else if let old {
            try Items.remove(old.row, in: tx)
        } else {
            return
        }
        let items = (new == nil ? 0 : 1) - (old == nil ? 0 : 1)
        try Counts.add(items: items, bytes: newSize - oldSize, to: .table(table.id), in: tx)
        for index in table.indexes { try update(index, row: row, in: tx) }
        if let expiry = table.expiry { try update(expiry, row: row, call, in: tx) }
        if let stream = table.stream { try tell(stream, call, in: tx) }
    }

    /// A change that leaves the item as it was is none.
    private func tell(_ stream: ChangeStream, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        guard old?.item != new, let item = new ?? old?.item else { return }
        let kind: ChangeRecord.Kind = old == nil ? .insert : new == nil ? .remove : .modify
        try ChangeRecords.insert(
            stream.id, kind, key: table.key.key(of: item), new: stream.view.hasNew ? new : nil,
            old: stream.view.hasOld ? old?.item : nil, isExpiry: isExpiry, at: call.now, in: tx)
        let (news, scope) = (call.kernel.news, table.scope)
        tx.afterCommit { news.wake(stream.arn(in: scope)) }
    }

    private mutating func update(_ index: TableIndex, row: Int64, in tx: borrowing Transaction) throws {
        let oldKey = old.flatMap { index.entryKey($0.item, key) }
        let newKey = new.flatMap { index.entryKey($0, key) }
        guard oldKey != nil || newKey != nil else { return }
        let oldImage = oldKey == nil ? nil : old.map { index.project($0.item) }
        let newImage = newKey == nil ? nil : new.map { index.project($0) }
        let (oldSize, newSize) = (oldImage.map(ItemSize.of) ?? 0, newImage.map(ItemSize.of) ?? 0)
        if oldKey == newKey {
            guard oldImage != newImage, let newKey else { return }
            units.add(WriteUnits.units(max(oldSize, newSize)), to: index)
            // While the index is being filled the entry may not be counted yet.
            guard try index.isComplete || Entries.contains(index.id, newKey, in: tx) else { return }
            return try Counts.add(items: 0, bytes: newSize - oldSize, to: .index(index.id), in: tx)
        }
        if let oldKey {
            units.add(WriteUnits.units(oldSize), to: index)
            if try Entries.remove(index.id, oldKey, in: tx) {
                try Counts.add(items: -1, bytes: -oldSize, to: .index(index.id), in: tx)
            }
        }
        if let newKey {
            units.add(WriteUnits.units(newSize), to: index)
            try Entries.insert(index.id, newKey, item: row, in: tx)
            try Counts.add(items: 1, bytes: newSize, to: .index(index.id), in: tx)
        }
    }

    private func update(
        _ expiry: Table.Expiry, row: Int64, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        let oldKey = old.flatMap { expiry.entryKey($0.item, key) }
        let newKey = new.flatMap { expiry.entryKey($0, key) }
        guard oldKey != newKey else { return }
        if let oldKey { _ = try Entries.remove(expiry.index, oldKey, in: tx) }
        guard let newKey else { return }
        try Entries.insert(expiry.index, newKey, item: row, in: tx)
        try Expiry.schedule(table, expiry, ifFirst: newKey, call, in: tx)
    }
}

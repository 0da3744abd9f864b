internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Kernel
internal import Store
internal import Wire

/// One write of one item, as every operation that writes asks for it: find, check, change.
struct ItemWrite: Sendable {
    enum Kind: Sendable {
        case put(Item)
        case delete(Item)
        case update(Item, ItemUpdate?)
        case check(Item)
    }

    let table: String
    let kind: Kind
    var condition: Predicate?
    /// Whether a failed condition tells the item.
    var tellsItem = false
    /// Whether the request wants to know what there was.
    var needsOld = true

    /// What a write did.
    struct Outcome: Sendable {
        let old: Item?
        let new: Item?
        let units: WriteUnits
        let table: Table
        let key: Item
    }

    /// A write that has been checked and not yet made.
    struct Prepared {
        let table: Table
        let key: Item
        let keyBytes: [UInt8]
        let old: StoredItem?
        let new: Item?
        let isCheck: Bool

        /// Bytes that count for the size of a transaction.
        var size: Int { ItemSize.of(new ?? key) }

        func commit(_ call: Kernel.Call, in tx: borrowing Transaction) throws -> Outcome {
            guard !isCheck else {
                var units = WriteUnits()
                units.table = WriteUnits.units(old?.size ?? 0)
                return Outcome(old: old?.item, new: old?.item, units: units, table: table, key: key)
            }
            var change = ItemChange(table, keyBytes, from: old, to: new)
            try change.commit(call, in: tx)
            return Outcome(old: old?.item, new: new, units: change.units, table: table, key: key)
        }
    }

    /// The key of the item, checked against the table.
    func key(in table: Table) throws(ValidationException) -> Item {
        switch kind {
        case .put(let item):
            try table.key.check(item)
            return table.key.key(of: item)
        case .delete(let key), .check(let key): return try table.key.key(from: key)
        case .update(let key, let update):
            let key = try table.key.key(from: key)
            for name in update?.attributes ?? [] where key[name] != nil {
                throw .invalid("Cannot update attribute \(name). This attribute is part of the key")
            }
            return key
        }
    }

    /// Finds the item and checks everything that can be wrong.
    func prepare(_ table: Table, in tx: borrowing Transaction) throws -> Prepared {
        let key = try key(in: table)
        guard let bytes = table.key.encoded(key) else {
            throw ValidationException("The provided key element does not match the schema")
        }
        if case .put(let item) = kind { try table.checkIndexKeys(item) }
        let old =
            needsOld || table.watchesItems
            ? try Items.find(table, bytes, in: tx) : try Items.locate(table, bytes, in: tx)
        if let condition, !condition.holds(for: old?.item ?? [:]) {
            throw ConditionalCheckFailedException(item: tellsItem ? old?.item : nil)
        }
        var new: Item?
        switch kind {
        case .put(let item): new = item
        case .delete, .check: new = nil
        case .update(_, let update):
            let base = old?.item ?? key
            let changed = try update.map { update in
                try validating { () throws(ExpressionError) in try update.apply(to: base) }
            }
            let item = changed ?? base
            try ItemRules.checkUpdated(item)
            try table.checkIndexKeys(item)
            new = item
        }
        var isCheck = false
        if case .check = kind { isCheck = true }
        return Prepared(table: table, key: key, keyBytes: bytes, old: old, new: new, isCheck: isCheck)
    }
}

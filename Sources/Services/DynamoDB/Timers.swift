internal import DynamoDBExpressions
internal import Kernel
internal import Store

/// What happens in the background, piece by piece: indexes are filled and emptied, deleted tables cleared,
/// expired items removed. Each piece is one timer's transaction and schedules its successor.
enum Duty {
    /// Items or entries in a piece, so that it takes about a millisecond.
    static let pieceCount = 100

    case fill(index: Int64, table: Int64)
    case drop(index: Int64)
    case clear(table: Int64)
    case expire(table: Int64)
    case trim(stream: Int64)

    var key: String {
        switch self {
        case .fill(let index, let table): "fill/\(index)/\(table)"
        case .drop(let index): "drop/\(index)"
        case .clear(let table): "clear/\(table)"
        case .expire(let table): "expire/\(table)"
        case .trim(let stream): "trim/\(stream)"
        }
    }

    init?(key: String) {
        let parts = key.split(separator: "/")
        let numbers = parts.dropFirst().compactMap { Int64($0) }
        switch (parts.first, numbers.count) {
        case ("fill"?, 2): self = .fill(index: numbers[0], table: numbers[1])
        case ("drop"?, 1): self = .drop(index: numbers[0])
        case ("clear"?, 1): self = .clear(table: numbers[0])
        case ("expire"?, 1): self = .expire(table: numbers[0])
        case ("trim"?, 1): self = .trim(stream: numbers[0])
        default: return nil
        }
    }

    func schedule(at instant: Instant, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        try call.schedule(DynamoDB.name, at: instant, key: key, in: tx)
    }
}

extension DynamoDB {
    func fire(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {
        guard let duty = Duty(key: timer.key) else { return }
        let isFinished: Bool
        switch duty {
        case .fill(let index, let table): isFinished = try fill(index, table, call, in: tx)
        case .drop(let index): isFinished = try drop(index, in: tx)
        case .clear(let table): isFinished = try clear(table, in: tx)
        case .expire(let table):
            try expire(table, call, in: tx)
            isFinished = true
        case .trim(let stream): isFinished = try trim(stream, call, in: tx)
        }
        if !isFinished { try duty.schedule(at: call.now, call, in: tx) }
    }

    private func fill(
        _ index: Int64, _ tableID: Int64, _ call: Call, in tx: borrowing Transaction
    ) throws -> Bool {
        guard let row = try IndexRows.find(index, in: tx), row.state == .filling,
            let name = try Tables.name(tableID, call.scope, in: tx),
            let table = try Tables.find(name, call.scope, in: tx)
        else { return true }
        let page = try Items.page(table, after: row.position, limit: Duty.pieceCount, in: tx)
        for (stored, key) in page { try add(stored, key, to: index, table, in: tx) }
        guard page.count < Duty.pieceCount else {
            try IndexRows.set(index, state: .filling, position: page.last?.key ?? row.position, in: tx)
            return false
        }
        try IndexRows.set(index, state: .complete, position: [], in: tx)
        if let expiry = table.expiry, expiry.index == index {
            try Expiry.scheduleNext(table, expiry, call, in: tx)
        }
        forget(name, call.scope, in: tx)
        return true
    }

    private func add(
        _ stored: StoredItem, _ key: [UInt8], to id: Int64, _ table: Table, in tx: borrowing Transaction
    ) throws {
        if let expiry = table.expiry, expiry.index == id {
            guard let entry = expiry.entryKey(stored.item, key) else { return }
            return try Entries.insert(id, entry, item: stored.row, in: tx)
        }
        // An item that was written since the index was made has its entry already.
        guard let index = table.indexes.first(where: { $0.id == id }),
            let entry = index.entryKey(stored.item, key), try !Entries.contains(id, entry, in: tx)
        else { return }
        try Entries.insert(id, entry, item: stored.row, in: tx)
        let size = ItemSize.of(index.project(stored.item))
        try Counts.add(items: 1, bytes: size, to: .index(id), in: tx)
    }

    private func drop(_ index: Int64, in tx: borrowing Transaction) throws -> Bool {
        if try Entries.removeSome(index, limit: Duty.pieceCount, in: tx) { return false }
        try Counts.remove(.index(index), in: tx)
        try IndexRows.remove(index, in: tx)
        return true
    }

    private func clear(_ table: Int64, in tx: borrowing Transaction) throws -> Bool {
        if try Items.removeSome(table, limit: Duty.pieceCount, in: tx) { return false }
        try Counts.remove(.table(table), in: tx)
        try Tables.remove(table, in: tx)
        return true
    }

    private func expire(_ tableID: Int64, _ call: Call, in tx: borrowing Transaction) throws {
        guard let name = try Tables.name(tableID, call.scope, in: tx),
            let table = try find(name, call.scope, in: tx), let expiry = table.expiry
        else { return }
        let (low, high) = Expiry.range(at: call.now)
        var expired: [StoredItem] = []
        try Entries.forEach(expiry.index, ByteRange(low: low, high: high), isForward: true, in: tx) {
            stored in
            expired.append(stored)
            return expired.count < Duty.pieceCount
        }
        for stored in expired {
            guard let key = table.key.encoded(stored.item) else { continue }
            var change = ItemChange(table, key, from: stored, to: nil)
            change.isExpiry = true
            try change.commit(call, in: tx)
        }
        try Expiry.scheduleNext(table, expiry, call, in: tx)
    }
}

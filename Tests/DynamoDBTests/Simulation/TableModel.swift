/// A table as plain as can be: a dictionary and the rules for it. The simulation asks model and server the
/// same and compares every answer.
struct TableModel {
    struct Key: Hashable, Comparable {
        let p: String
        let s: Int

        static func < (a: Key, b: Key) -> Bool { (a.p, a.s) < (b.p, b.s) }
    }

    struct Value: Equatable {
        var g: String?
        var l: String?
        var n: Int?
    }

    enum Write {
        case put(Key, Value, isNewOnly: Bool)
        case add(Key, atMost: Int?)
        case delete(Key, mustExist: Bool)
        case check(Key, exists: Bool)

        var key: Key {
            switch self {
            case .put(let key, _, _), .add(let key, _), .delete(let key, _), .check(let key, _): key
            }
        }
    }

    /// A condition on the sort key.
    enum SortRange {
        case all
        case equal(Int)
        case less(Int)
        case atMost(Int)
        case greater(Int)
        case atLeast(Int)
        case between(Int, Int)

        func contains(_ s: Int) -> Bool {
            switch self {
            case .all: true
            case .equal(let bound): s == bound
            case .less(let bound): s < bound
            case .atMost(let bound): s <= bound
            case .greater(let bound): s > bound
            case .atLeast(let bound): s >= bound
            case .between(let low, let high): low <= s && s <= high
            }
        }
    }

    var items: [Key: Value] = [:]

    func allows(_ write: Write) -> Bool {
        let present = items[write.key]
        switch write {
        case .put(_, _, let isNewOnly): return !isNewOnly || present == nil
        case .add(_, let most): return most.map { (present?.n ?? $0) <= $0 } ?? true
        case .delete(_, let mustExist): return !mustExist || present != nil
        case .check(_, let exists): return exists == (present != nil)
        }
    }

    mutating func make(_ write: Write) {
        switch write {
        case .put(let key, let value, _): items[key] = value
        case .add(let key, _):
            var value = items[key] ?? Value()
            value.n = (value.n ?? 0) + 1
            value.l = nil
            items[key] = value
        case .delete(let key, _): items[key] = nil
        case .check: break
        }
    }

    func keys(where isWanted: (Key, Value) -> Bool) -> [Key] {
        items.filter { isWanted($0.key, $0.value) }.keys.sorted()
    }
}

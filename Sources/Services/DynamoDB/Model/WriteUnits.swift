internal import DynamoDBInterface

/// Write capacity that a request takes: one unit for each begun KiB.
struct WriteUnits {
    private static let unitSize = 1024

    var table = 0
    private(set) var local: [String: Int] = [:]
    private(set) var global: [String: Int] = [:]

    static func units(_ size: Int) -> Int { max(1, (size + unitSize - 1) / unitSize) }

    mutating func add(_ units: Int, to index: TableIndex) {
        if index.isGlobal {
            global[index.name, default: 0] += units
        } else {
            local[index.name, default: 0] += units
        }
    }

    mutating func add(_ other: WriteUnits) {
        table += other.table
        local.merge(other.local, uniquingKeysWith: +)
        global.merge(other.global, uniquingKeysWith: +)
    }

    /// What an answer tells of it; transactions cost twice.
    func consumed(_ wanted: String?, _ table: String, factor: Int = 1) -> ConsumedCapacity? {
        func capacity(_ units: Int) -> Capacity { Capacity(capacityUnits: Double(units * factor)) }
        guard let wanted, wanted != "NONE" else { return nil }
        let total = (self.table + local.values.reduce(0, +) + global.values.reduce(0, +)) * factor
        var answer = ConsumedCapacity(tableName: table, capacityUnits: Double(total))
        if factor == 2 { answer.writeCapacityUnits = Double(total) }
        guard wanted == "INDEXES" else { return answer }
        answer.table = capacity(self.table)
        if !local.isEmpty { answer.localSecondaryIndexes = local.mapValues(capacity) }
        if !global.isEmpty { answer.globalSecondaryIndexes = global.mapValues(capacity) }
        return answer
    }
}

internal import DynamoDBInterface

/// Read capacity: a unit for each begun 4 KiB, half of one for a read that need not be consistent.
enum ReadUnits {
    private static let unitSize = 4096

    static func units(_ size: Int, isConsistent: Bool) -> Double {
        Double(max(1, (size + unitSize - 1) / unitSize)) * (isConsistent ? 1 : 0.5)
    }

    static func consumed(
        _ wanted: String?, _ table: Table, _ units: Double, index: TableIndex? = nil,
        isTransaction: Bool = false
    ) -> ConsumedCapacity? {
        guard let wanted, wanted != "NONE" else { return nil }
        var answer = ConsumedCapacity(tableName: table.name, capacityUnits: units)
        if isTransaction { answer.readCapacityUnits = units }
        guard wanted == "INDEXES" else { return answer }
        answer.table = Capacity(capacityUnits: index == nil ? units : 0)
        if let index {
            let capacity = [index.name: Capacity(capacityUnits: units)]
            if index.isGlobal {
                answer.globalSecondaryIndexes = capacity
            } else {
                answer.localSecondaryIndexes = capacity
            }
        }
        return answer
    }
}

internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Reads several items as they were at one moment.
    func transactGetItems(_ input: TransactGetItemsInput, _ call: Call) async throws -> TransactGetItemsOutput
    {
        var gets: [(get: Get, projection: PathProjection?)] = []
        for entry in input.transactItems {
            try ItemRules.check(entry.get.key)
            let expressions = try Expressions(
                .init(
                    names: entry.get.expressionAttributeNames, values: nil,
                    texts: [(.projection, entry.get.projectionExpression)]))
            gets.append((entry.get, expressions.projection))
        }
        let plan = gets
        return try await call.read { tx in
            var responses: [ItemResponse] = []
            var units: [String: Double] = [:]
            var tables: [String: Table] = [:]
            var items = DistinctItems()
            for (get, _) in plan {
                let table = try table(get.tableName, call, in: tx)
                try items.insert(table.key.encoded(try table.key.key(from: get.key)), in: table)
            }
            var size = 0
            for (get, projection) in plan {
                let table = try table(get.tableName, call, in: tx)
                let found = try table.stored(get.key, in: tx)
                size += found?.size ?? 0
                try TransactionSize.check(size)
                tables[table.name] = table
                // A transaction reads consistently, and twice.
                units[table.name, default: 0] += 2 * ReadUnits.units(found?.size ?? 0, isConsistent: true)
                responses.append(ItemResponse(item: found.map { projection?.apply(to: $0.item) ?? $0.item }))
            }
            let capacities = tables.values.sorted { $0.name < $1.name }.compactMap { table in
                ReadUnits.consumed(
                    input.returnConsumedCapacity, table, units[table.name] ?? 0, isTransaction: true)
            }
            return TransactGetItemsOutput(
                consumedCapacity: capacities.isEmpty ? nil : capacities, responses: responses)
        }
    }
}

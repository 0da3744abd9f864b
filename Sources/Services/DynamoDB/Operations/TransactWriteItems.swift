internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Kernel
internal import Store
internal import Wire

extension DynamoDB {
    /// Writes several items, all or none. A call repeated with its token within ten minutes changes nothing
    /// more.
    func transactWriteItems(_ input: TransactWriteItemsInput, _ call: Call) async throws
        -> TransactWriteItemsOutput
    {
        let plan = try TransactWrites(input.transactItems)
        let digest = input.clientRequestToken == nil ? [] : Self.digest(input)
        return try await kernel.store.write(label: "dynamodb.TransactWriteItems", checksFirst: true) { tx in
            var tables: [String: Table] = [:]
            for write in plan.writes where tables[write.table] == nil {
                tables[write.table] = try table(write.table, call, in: tx)
            }
            if let token = input.clientRequestToken {
                if let known = try Tokens.digest(token, call.scope, at: call.now, in: tx) {
                    guard known == digest else {
                        throw IdempotentParameterMismatchException(
                            "The request uses the same client token as a previous, but non-identical request."
                        )
                    }
                    return try Self.repeated(input, plan, tables, in: tx)
                }
            }
            let checked = try plan.prepare(tables, in: tx)
            if let token = input.clientRequestToken {
                try Tokens.insert(token, digest, call.scope, at: call.now, in: tx)
            }
            var units: [Int64: (table: Table, units: WriteUnits)] = [:]
            var metrics: [String: [ItemCollectionMetrics]] = [:]
            for prepared in checked {
                let outcome = try prepared.commit(call, in: tx)
                units[outcome.table.id, default: (outcome.table, WriteUnits())].units.add(outcome.units)
                let told = try ItemCollection.metrics(
                    input.returnItemCollectionMetrics, outcome.table, outcome.key, in: tx)
                if let told { metrics[outcome.table.name, default: []].append(told) }
            }
            let capacities = units.values.sorted { $0.table.name < $1.table.name }.compactMap { entry in
                entry.units.consumed(input.returnConsumedCapacity, entry.table.name, factor: 2)
            }
            return TransactWriteItemsOutput(
                consumedCapacity: capacities.isEmpty ? nil : capacities,
                itemCollectionMetrics: metrics.isEmpty ? nil : metrics)
        }
    }

    /// What the call asks for, without how it is answered.
    private static func digest(_ input: TransactWriteItemsInput) -> [UInt8] {
        var asked = input
        asked.clientRequestToken = nil
        asked.returnConsumedCapacity = nil
        asked.returnItemCollectionMetrics = nil
        return Digest.sha256(asked.json())
    }

    /// The answer to a repeated call, which only reads: it costs reading the items.
    private static func repeated(
        _ input: TransactWriteItemsInput, _ plan: TransactWrites, _ tables: [String: Table],
        in tx: borrowing Transaction
    ) throws -> TransactWriteItemsOutput {
        guard let wanted = input.returnConsumedCapacity, wanted != "NONE" else {
            return TransactWriteItemsOutput()
        }
        var units: [String: Double] = [:]
        for write in plan.writes {
            guard let table = tables[write.table], let key = table.key.encoded(try write.key(in: table))
            else {
                continue
            }
            let size = try Items.find(table, key, in: tx)?.size ?? 0
            units[write.table, default: 0] += 2 * ReadUnits.units(size, isConsistent: true)
        }
        let capacities = units.keys.sorted().compactMap { name in
            tables[name].flatMap {
                ReadUnits.consumed(wanted, $0, units[name] ?? 0, isTransaction: true)
            }
        }
        return TransactWriteItemsOutput(consumedCapacity: capacities)
    }
}

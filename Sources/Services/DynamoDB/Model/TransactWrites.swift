internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Kernel
internal import Store

/// The writes of a transaction: all are checked, then all are made.
struct TransactWrites: Sendable {
    let writes: [ItemWrite]

    init(_ items: [TransactWriteItem]) throws {
        writes = try items.map(Self.write)
    }

    private static func write(_ item: TransactWriteItem) throws -> ItemWrite {
        let count = [
            item.conditionCheck != nil, item.put != nil, item.delete != nil, item.update != nil,
        ].count { $0 }
        guard count == 1 else {
            throw ValidationException("TransactItems can only contain one of Check, Put, Update or Delete")
        }
        if let put = item.put { return try write(put) }
        if let delete = item.delete { return try write(delete) }
        if let update = item.update { return try write(update) }
        guard let check = item.conditionCheck else {
            throw ValidationException("TransactItems can only contain one of Check, Put, Update or Delete")
        }
        try ItemRules.check(check.key)
        let expressions = try Expressions(
            .init(
                names: check.expressionAttributeNames, values: check.expressionAttributeValues,
                texts: [(.condition, check.conditionExpression)]))
        return ItemWrite(
            table: check.tableName, kind: .check(check.key), condition: expressions.condition,
            tellsItem: check.returnValuesOnConditionCheckFailure == "ALL_OLD")
    }

    private static func write(_ put: Put) throws -> ItemWrite {
        try ItemRules.checkPut(put.item)
        let expressions = try Expressions(
            .init(
                names: put.expressionAttributeNames, values: put.expressionAttributeValues,
                texts: [(.condition, put.conditionExpression)]))
        return ItemWrite(
            table: put.tableName, kind: .put(put.item), condition: expressions.condition,
            tellsItem: put.returnValuesOnConditionCheckFailure == "ALL_OLD")
    }

    private static func write(_ delete: Delete) throws -> ItemWrite {
        try ItemRules.check(delete.key)
        let expressions = try Expressions(
            .init(
                names: delete.expressionAttributeNames, values: delete.expressionAttributeValues,
                texts: [(.condition, delete.conditionExpression)]))
        return ItemWrite(
            table: delete.tableName, kind: .delete(delete.key), condition: expressions.condition,
            tellsItem: delete.returnValuesOnConditionCheckFailure == "ALL_OLD")
    }

    private static func write(_ update: TransactedUpdate) throws -> ItemWrite {
        try ItemRules.check(update.key)
        let expressions = try Expressions(
            .init(
                names: update.expressionAttributeNames, values: update.expressionAttributeValues,
                texts: [(.update, update.updateExpression), (.condition, update.conditionExpression)]))
        return ItemWrite(
            table: update.tableName, kind: .update(update.key, expressions.update),
            condition: expressions.condition,
            tellsItem: update.returnValuesOnConditionCheckFailure == "ALL_OLD")
    }

    /// Finds every item and checks every write. Throws what cancels the transaction, with a reason for each
    /// write.
    func prepare(
        _ tables: [String: Table], in tx: borrowing Transaction
    ) throws -> [ItemWrite.Prepared] {
        var prepared: [ItemWrite.Prepared] = []
        var reasons: [CancellationReason] = []
        var isCancelled = false
        try checkDistinct(tables)
        for write in writes {
            guard let table = tables[write.table] else { throw ResourceNotFoundException() }
            do {
                prepared.append(try write.prepare(table, in: tx))
                reasons.append(CancellationReason(code: "None"))
            } catch let failure as ConditionalCheckFailedException {
                isCancelled = true
                reasons.append(
                    CancellationReason(
                        item: failure.item, code: "ConditionalCheckFailed", message: failure.message))
            } catch let failure as ValidationException {
                isCancelled = true
                reasons.append(CancellationReason(code: "ValidationError", message: failure.message))
            }
        }
        guard isCancelled else {
            try TransactionSize.check(prepared.reduce(0) { $0 + $1.size })
            return prepared
        }
        let codes = reasons.map { $0.code ?? "None" }.joined(separator: ", ")
        throw TransactionCanceledException(
            "Transaction cancelled, please refer cancellation reasons for specific reasons [\(codes)]",
            cancellationReasons: reasons)
    }

    /// A key that does not fit its table refuses the request before anything is looked at.
    private func checkDistinct(_ tables: [String: Table]) throws {
        var items = DistinctItems()
        for write in writes {
            guard let table = tables[write.table] else { throw ResourceNotFoundException() }
            try items.insert(table.key.encoded(try write.key(in: table)), in: table)
        }
    }
}

internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Kernel
internal import Store
internal import Wire

extension DynamoDB {
    func shortPath(of operation: String) -> ShortPath? {
        switch operation {
        case DynamoDBOperations.getItem.name:
            ShortPath(DynamoDBOperations.getItem, of: Self.model, isChecked: false) { input, call, done in
                try self.get(input, call, done)
            }
        case DynamoDBOperations.putItem.name:
            ShortPath(DynamoDBOperations.putItem, of: Self.model, isChecked: false) { input, call, done in
                try self.put(input, call, done)
            }
        default: nil
        }
    }

    /// `GetItem` on the caller's thread; declines when no connection is free or the table is not known yet.
    private func get(
        _ input: GetItemInput, _ call: Call,
        _ done: @escaping @Sendable (@escaping @Sendable () throws -> GetItemOutput) -> Void
    ) throws -> Bool {
        guard input.isPlain, let table = tables.find(call.scope.id, Self.tableName(input.tableName)) else {
            return false
        }
        try ItemRules.check(input.key)
        let key = try table.encodedKey(input.key)
        guard let found = try kernel.store.readHere({ tx in Found(try Items.find(table, key, in: tx)) })
        else {
            return false
        }
        let output = GetItemOutput(item: found.item)
        done { output }
        return true
    }

    private func put(
        _ input: PutItemInput, _ call: Call,
        _ done: @escaping @Sendable (@escaping @Sendable () throws -> PutItemOutput) -> Void
    ) throws -> Bool {
        guard input.isPlain else { return false }
        let name = Self.tableName(input.tableName)
        let known = tables.find(call.scope.id, name)
        guard let table = known, !table.watchesItems else {
            let plan = try PutPlan(input)
            kernel.store.write(label: "dynamodb.PutItem", checksFirst: true) { tx in
                let output = try self.put(plan, call, in: tx)
                if known == nil { try self.makeKnown(name, call.scope, in: tx) }
                return output
            } completion: { output in
                done { try output.get() }
            }
            return true
        }
        guard let plain = try PlainPut(input.item, table) else { return false }
        kernel.store.write(label: "dynamodb.PutItem", checksFirst: true) { tx in
            try plain.commit(try self.table(name, call, in: tx), call, in: tx)
            return PutItemOutput()
        } completion: { output in
            done { try output.get() }
        }
        return true
    }
}

/// What a read found, to be told from a read that could not be made.
private struct Found {
    let item: Item?

    init(_ stored: StoredItem?) { item = stored?.item }
}

/// Bytes of a table's name or ARN, as the model has them. Other members of plain requests cannot break a
/// constraint in a body that is small enough for its event loop.
private let tableParameterBytes = 1...1024

extension GetItemInput {
    /// Whether it asks for one whole item and nothing else.
    var isPlain: Bool {
        attributesToGet == nil && projectionExpression == nil && expressionAttributeNames == nil
            && returnConsumedCapacity == nil && tableParameterBytes.contains(tableName.utf8.count)
    }
}

extension PutItemInput {
    /// Whether it puts an item whatever there was and asks for nothing.
    var isPlain: Bool {
        expected == nil && returnValues == nil && returnConsumedCapacity == nil
            && returnItemCollectionMetrics == nil && conditionalOperator == nil && conditionExpression == nil
            && expressionAttributeNames == nil && expressionAttributeValues == nil
            && returnValuesOnConditionCheckFailure == nil
            && tableParameterBytes.contains(tableName.utf8.count)
    }
}

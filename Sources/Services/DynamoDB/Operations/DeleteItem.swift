internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Deletes an item; deleting one that does not exist succeeds.
    func deleteItem(_ input: DeleteItemInput, _ call: Call) async throws -> DeleteItemOutput {
        try Legacy.check(
            ["Expected": input.expected != nil, "ConditionalOperator": input.conditionalOperator != nil],
            ["ConditionExpression": input.conditionExpression != nil])
        let expectation = try Legacy.expectation(input.expected, input.conditionalOperator)
        let returned = try ReturnedValues.whole(input.returnValues)
        try ItemRules.check(input.key)
        let expressions = try Expressions(
            .init(
                names: input.expressionAttributeNames, values: input.expressionAttributeValues,
                texts: [(.condition, input.conditionExpression)]))
        let write = ItemWrite(
            table: input.tableName, kind: .delete(input.key), condition: expressions.condition ?? expectation,
            tellsItem: input.returnValuesOnConditionCheckFailure == "ALL_OLD")
        return try await kernel.store.write(label: "dynamodb.DeleteItem", checksFirst: true) { tx in
            let outcome = try write.prepare(try table(input.tableName, call, in: tx), in: tx).commit(
                call, in: tx)
            return DeleteItemOutput(
                attributes: returned == .allOld ? outcome.old : nil,
                consumedCapacity: outcome.units.consumed(input.returnConsumedCapacity, outcome.table.name),
                itemCollectionMetrics: try ItemCollection.metrics(
                    input.returnItemCollectionMetrics, outcome.table, outcome.key, in: tx))
        }
    }
}

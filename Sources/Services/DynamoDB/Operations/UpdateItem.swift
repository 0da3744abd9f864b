internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Changes attributes of an item, or creates it from its key.
    func updateItem(_ input: UpdateItemInput, _ call: Call) async throws -> UpdateItemOutput {
        try Legacy.check(
            [
                "AttributeUpdates": input.attributeUpdates != nil, "Expected": input.expected != nil,
                "ConditionalOperator": input.conditionalOperator != nil,
            ],
            [
                "UpdateExpression": input.updateExpression != nil,
                "ConditionExpression": input.conditionExpression != nil,
            ])
        let expectation = try Legacy.expectation(input.expected, input.conditionalOperator)
        let legacyUpdate = try Legacy.update(input.attributeUpdates)
        let returned = ReturnedValues(rawValue: input.returnValues ?? "NONE") ?? .none
        try ItemRules.check(input.key)
        let expressions = try Expressions(
            .init(
                names: input.expressionAttributeNames, values: input.expressionAttributeValues,
                texts: [(.update, input.updateExpression), (.condition, input.conditionExpression)]))
        let update = expressions.update ?? legacyUpdate
        let write = ItemWrite(
            table: input.tableName, kind: .update(input.key, update),
            condition: expressions.condition ?? expectation,
            tellsItem: input.returnValuesOnConditionCheckFailure == "ALL_OLD")
        return try await kernel.store.write(label: "dynamodb.UpdateItem", checksFirst: true) { tx in
            let outcome = try write.prepare(try table(input.tableName, call, in: tx), in: tx).commit(
                call, in: tx)
            return UpdateItemOutput(
                attributes: returned.attributes(old: outcome.old, new: outcome.new ?? [:], update: update),
                consumedCapacity: outcome.units.consumed(input.returnConsumedCapacity, outcome.table.name),
                itemCollectionMetrics: try ItemCollection.metrics(
                    input.returnItemCollectionMetrics, outcome.table, outcome.key, in: tx))
        }
    }
}

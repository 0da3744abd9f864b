internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Creates an item or replaces it whole.
    func putItem(_ input: PutItemInput, _ call: Call) async throws -> PutItemOutput {
        let plan = try PutPlan(input)
        return try await kernel.store.write(label: "dynamodb.PutItem", checksFirst: true) { tx in
            try put(plan, call, in: tx)
        }
    }

    /// `PutItem` after everything was checked that needs no table.
    struct PutPlan: Sendable {
        let input: PutItemInput
        let write: ItemWrite
        let returned: ReturnedValues

        init(_ input: PutItemInput) throws {
            self.input = input
            if input.isPlain {
                returned = .none
                try ItemRules.checkPut(input.item)
                write = ItemWrite(table: input.tableName, kind: .put(input.item), needsOld: false)
                return
            }
            try Legacy.check(
                ["Expected": input.expected != nil, "ConditionalOperator": input.conditionalOperator != nil],
                ["ConditionExpression": input.conditionExpression != nil])
            let expectation = try Legacy.expectation(input.expected, input.conditionalOperator)
            returned = try ReturnedValues.whole(input.returnValues)
            try ItemRules.checkPut(input.item)
            let expressions = try Expressions(
                .init(
                    names: input.expressionAttributeNames, values: input.expressionAttributeValues,
                    texts: [(.condition, input.conditionExpression)]))
            write = ItemWrite(
                table: input.tableName, kind: .put(input.item),
                condition: expressions.condition ?? expectation,
                tellsItem: input.returnValuesOnConditionCheckFailure == "ALL_OLD")
        }
    }

    func put(_ plan: PutPlan, _ call: Call, in tx: borrowing Transaction) throws -> PutItemOutput {
        let input = plan.input
        let outcome = try plan.write.prepare(try table(input.tableName, call, in: tx), in: tx).commit(
            call, in: tx)
        return PutItemOutput(
            attributes: plan.returned == .allOld ? outcome.old : nil,
            consumedCapacity: outcome.units.consumed(input.returnConsumedCapacity, outcome.table.name),
            itemCollectionMetrics: try ItemCollection.metrics(
                input.returnItemCollectionMetrics, outcome.table, outcome.key, in: tx))
    }
}

internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Reads one item; what was acknowledged before the call is always seen, whether it asks for that or not.
    func getItem(_ input: GetItemInput, _ call: Call) async throws -> GetItemOutput {
        let plan = try GetPlan(input)
        return try await call.read { tx in try get(plan, call, in: tx) }
    }

    /// `GetItem` after everything was checked that needs no table.
    struct GetPlan: Sendable {
        let input: GetItemInput
        let projection: PathProjection?

        init(_ input: GetItemInput) throws {
            self.input = input
            if input.isPlain {
                projection = nil
                try ItemRules.check(input.key)
                return
            }
            try Legacy.check(
                ["AttributesToGet": input.attributesToGet != nil],
                ["ProjectionExpression": input.projectionExpression != nil])
            try ItemRules.check(input.key)
            let expressions = try Expressions(
                .init(
                    names: input.expressionAttributeNames, values: nil,
                    texts: [(.projection, input.projectionExpression)]))
            projection = try expressions.projection ?? Legacy.projection(input.attributesToGet)
        }
    }

    func get(_ plan: GetPlan, _ call: Call, in tx: borrowing Transaction) throws -> GetItemOutput {
        let (input, projection) = (plan.input, plan.projection)
        let table = try table(input.tableName, call, in: tx)
        let found = try table.stored(input.key, in: tx)
        let units = ReadUnits.units(found?.size ?? 0, isConsistent: input.consistentRead ?? false)
        return GetItemOutput(
            item: found.map { projection?.apply(to: $0.item) ?? $0.item },
            consumedCapacity: ReadUnits.consumed(input.returnConsumedCapacity, table, units))
    }
}

extension Table {
    /// The item with a key, which is checked against the schema.
    func stored(_ given: Item, in tx: borrowing Transaction) throws -> StoredItem? {
        try Items.find(self, try encodedKey(given), in: tx)
    }

    /// The bytes under which the item with a key is kept.
    func encodedKey(_ given: Item) throws(ValidationException) -> [UInt8] {
        guard let bytes = key.encoded(try key.key(from: given)) else {
            throw ValidationException("The provided key element does not match the schema")
        }
        return bytes
    }
}

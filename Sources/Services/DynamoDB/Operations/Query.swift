internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Reads the items of one partition in the order of their sort keys.
    func query(_ input: QueryInput, _ call: Call) async throws -> QueryOutput {
        try Legacy.check(
            [
                "AttributesToGet": input.attributesToGet != nil, "KeyConditions": input.keyConditions != nil,
                "QueryFilter": input.queryFilter != nil,
                "ConditionalOperator": input.conditionalOperator != nil,
            ],
            [
                "ProjectionExpression": input.projectionExpression != nil,
                "FilterExpression": input.filterExpression != nil,
                "KeyConditionExpression": input.keyConditionExpression != nil,
            ])
        if let key = input.exclusiveStartKey { try ItemRules.check(key) }
        let expressions = try Expressions(
            .init(
                names: input.expressionAttributeNames, values: input.expressionAttributeValues,
                texts: [
                    (.projection, input.projectionExpression), (.filter, input.filterExpression),
                    (.keyCondition, input.keyConditionExpression),
                ]))
        let filter = try expressions.filter ?? Legacy.condition(input.queryFilter, input.conditionalOperator)
        let projection = try expressions.projection ?? Legacy.projection(input.attributesToGet)
        guard let condition = try expressions.keyCondition ?? Legacy.condition(input.keyConditions) else {
            throw ValidationException(
                "Either the KeyConditions or KeyConditionExpression parameter must be "
                    + "specified in the request."
            )
        }
        return try await call.read { tx in
            let table = try table(input.tableName, call, in: tx)
            let index = try table.readable(input.indexName, isConsistent: input.consistentRead ?? false)
            let keys = try KeyRange(condition, index?.key ?? table.key)
            if let filter,
                let name = filter.attributes.first(where: keys.keyNames.contains)
            {
                throw ValidationException(
                    "Filter Expression can only contain non-primary key attributes: "
                        + "Primary key attribute: \(name)"
                )
            }
            var request = PageRequest(table: table, index: index, range: keys.range)
            request.isForward = input.scanIndexForward ?? true
            request.limit = input.limit
            request.filter = filter
            request.projection = projection
            try Selection.apply(input.select, to: &request)
            try request.start(after: input.exclusiveStartKey)
            let page = try request.read(in: tx)
            let units = ReadUnits.units(page.size, isConsistent: input.consistentRead ?? false)
            return QueryOutput(
                items: request.countsOnly ? nil : page.items, count: page.count,
                scannedCount: page.scannedCount,
                lastEvaluatedKey: page.last,
                consumedCapacity: ReadUnits.consumed(input.returnConsumedCapacity, table, units, index: index)
            )
        }
    }
}

extension Table {
    /// The index that a request reads; nil reads the table.
    func readable(_ name: String?, isConsistent: Bool) throws(ValidationException) -> TableIndex? {
        guard let name else { return nil }
        let index = try index(name)
        guard !(index.isGlobal && isConsistent) else {
            throw ValidationException("Consistent reads are not supported on global secondary indexes")
        }
        guard index.isComplete else {
            throw ValidationException("Cannot read from backfilling global secondary index: \(name)")
        }
        return index
    }
}

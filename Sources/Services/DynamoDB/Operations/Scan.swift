internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Reads a table or index, or one of several segments of it, in the order of the hashes of partition
    /// keys.
    func scan(_ input: ScanInput, _ call: Call) async throws -> ScanOutput {
        try Legacy.check(
            [
                "AttributesToGet": input.attributesToGet != nil, "ScanFilter": input.scanFilter != nil,
                "ConditionalOperator": input.conditionalOperator != nil,
            ],
            [
                "ProjectionExpression": input.projectionExpression != nil,
                "FilterExpression": input.filterExpression != nil,
            ])
        let range = try Self.segment(input.segment, of: input.totalSegments)
        if let key = input.exclusiveStartKey { try ItemRules.check(key) }
        let expressions = try Expressions(
            .init(
                names: input.expressionAttributeNames, values: input.expressionAttributeValues,
                texts: [(.projection, input.projectionExpression), (.filter, input.filterExpression)]))
        let filter = try expressions.filter ?? Legacy.condition(input.scanFilter, input.conditionalOperator)
        let projection = try expressions.projection ?? Legacy.projection(input.attributesToGet)
        return try await call.read { tx in
            let table = try table(input.tableName, call, in: tx)
            let index = try table.readable(input.indexName, isConsistent: input.consistentRead ?? false)
            var request = PageRequest(table: table, index: index, range: range)
            request.limit = input.limit
            request.filter = filter
            request.projection = projection
            try Selection.apply(input.select, to: &request)
            try request.start(after: input.exclusiveStartKey)
            let page = try request.read(in: tx)
            let units = ReadUnits.units(page.size, isConsistent: input.consistentRead ?? false)
            return ScanOutput(
                items: request.countsOnly ? nil : page.items, count: page.count,
                scannedCount: page.scannedCount,
                lastEvaluatedKey: page.last,
                consumedCapacity: ReadUnits.consumed(input.returnConsumedCapacity, table, units, index: index)
            )
        }
    }

    /// The hashes of a segment: all are cut into ranges of equal length.
    static func segment(_ segment: Int?, of count: Int?) throws(ValidationException) -> ByteRange {
        guard segment != nil || count != nil else { return ByteRange(low: [], high: nil) }
        guard let segment else {
            throw ValidationException(
                "The Segment parameter is required but was not present in the request when parameter "
                    + "TotalSegments is present")
        }
        guard let count else {
            throw ValidationException(
                "The TotalSegments parameter is required but was not present in the request when Segment "
                    + "parameter is present")
        }
        guard segment < count else {
            throw ValidationException(
                "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
                    + "Segment: \(segment) is not less than TotalSegments: \(count)")
        }
        func bytes(_ segment: Int) -> [UInt8] {
            let hash = UInt32(clamping: segment * (1 << 32) / count)
            return (0..<KeySchema.hashSize).map { UInt8(truncatingIfNeeded: hash >> UInt32(24 - 8 * $0)) }
        }
        return ByteRange(low: bytes(segment), high: segment + 1 == count ? nil : bytes(segment + 1))
    }
}

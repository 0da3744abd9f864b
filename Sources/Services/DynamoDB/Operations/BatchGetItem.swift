internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Keys of a batch, and bytes of an answer.
    private static let batchGetMax = 100
    private static let batchSizeMax = 16 << 20

    /// Reads several items; those beyond 16 MB are told as unprocessed.
    func batchGetItem(_ input: BatchGetItemInput, _ call: Call) async throws -> BatchGetItemOutput {
        guard input.requestItems.values.reduce(0, { $0 + $1.keys.count }) <= Self.batchGetMax else {
            throw ValidationException("Too many items requested for the BatchGetItem call")
        }
        var requests: [(name: String, wanted: KeysAndAttributes, projection: PathProjection?)] = []
        for (name, wanted) in input.requestItems.sorted(by: { $0.key < $1.key }) {
            try Legacy.check(
                ["AttributesToGet": wanted.attributesToGet != nil],
                ["ProjectionExpression": wanted.projectionExpression != nil])
            for key in wanted.keys { try ItemRules.check(key) }
            let expressions = try Expressions(
                .init(
                    names: wanted.expressionAttributeNames, values: nil,
                    texts: [(.projection, wanted.projectionExpression)]))
            let projection = try expressions.projection ?? Legacy.projection(wanted.attributesToGet)
            requests.append((name, wanted, projection))
        }
        let plan = requests
        return try await call.read { tx in
            var output = BatchGetItemOutput(responses: [:], unprocessedKeys: [:])
            var capacities: [ConsumedCapacity] = []
            var size = 0
            var isFull = false
            for (name, wanted, projection) in plan {
                let table = try table(name, call, in: tx)
                try Self.checkDistinct(wanted.keys, table)
                var items: [Item] = []
                var left: [Item] = []
                var units = 0.0
                for key in wanted.keys {
                    // Once an item did not fit, none is read any more: what is left is asked for again.
                    let found = isFull ? nil : try table.stored(key, in: tx)
                    isFull = isFull || size + (found?.size ?? 0) > Self.batchSizeMax
                    guard !isFull else {
                        left.append(key)
                        continue
                    }
                    units += ReadUnits.units(found?.size ?? 0, isConsistent: wanted.consistentRead ?? false)
                    guard let found else { continue }
                    size += found.size
                    items.append(projection?.apply(to: found.item) ?? found.item)
                }
                output.responses?[name] = items
                if !left.isEmpty {
                    var rest = wanted
                    rest.keys = left
                    output.unprocessedKeys?[name] = rest
                }
                if let told = ReadUnits.consumed(input.returnConsumedCapacity, table, units) {
                    capacities.append(told)
                }
            }
            output.consumedCapacity = capacities.isEmpty ? nil : capacities
            return output
        }
    }

    private static func checkDistinct(_ keys: [Item], _ table: Table) throws(ValidationException) {
        var seen: Set<[UInt8]> = []
        for key in keys {
            guard let bytes = table.key.encoded(try table.key.key(from: key)) else { continue }
            guard seen.insert(bytes).inserted else {
                throw ValidationException("Provided list of item keys contains duplicates")
            }
        }
    }
}

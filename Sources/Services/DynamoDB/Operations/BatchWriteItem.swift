internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Requests of a batch.
    private static let batchWriteMax = 25

    /// Puts and deletes several items; each is done or refused with the whole batch, so nothing stays
    /// unprocessed.
    func batchWriteItem(_ input: BatchWriteItemInput, _ call: Call) async throws -> BatchWriteItemOutput {
        let requests = try Self.writes(input.requestItems)
        return try await kernel.store.write(label: "dynamodb.BatchWriteItem", checksFirst: true) { tx in
            var output = BatchWriteItemOutput(unprocessedItems: [:])
            var capacities: [ConsumedCapacity] = []
            var metrics: [String: [ItemCollectionMetrics]] = [:]
            var prepared: [(name: String, writes: [ItemWrite.Prepared])] = []
            for (name, writes) in requests {
                let table = try table(name, call, in: tx)
                var keys: Set<[UInt8]> = []
                var ready: [ItemWrite.Prepared] = []
                for write in writes {
                    let one = try write.prepare(table, in: tx)
                    guard keys.insert(one.keyBytes).inserted else {
                        throw ValidationException("Provided list of item keys contains duplicates")
                    }
                    ready.append(one)
                }
                prepared.append((name, ready))
            }
            for (name, writes) in prepared {
                var units = WriteUnits()
                for write in writes {
                    let outcome = try write.commit(call, in: tx)
                    units.add(outcome.units)
                    let told = try ItemCollection.metrics(
                        input.returnItemCollectionMetrics, outcome.table, outcome.key, in: tx)
                    if let told { metrics[name, default: []].append(told) }
                }
                let consumed = units.consumed(input.returnConsumedCapacity, writes.first?.table.name ?? name)
                if let consumed { capacities.append(consumed) }
            }
            output.consumedCapacity = capacities.isEmpty ? nil : capacities
            output.itemCollectionMetrics = metrics.isEmpty ? nil : metrics
            return output
        }
    }

    private static func writes(
        _ requests: [String: [WriteRequest]]
    ) throws -> [(name: String, writes: [ItemWrite])] {
        guard !requests.isEmpty, requests.values.allSatisfy({ !$0.isEmpty }) else {
            throw ValidationException(
                "The batch write request list for a table cannot be null or empty")
        }
        guard requests.values.reduce(0, { $0 + $1.count }) <= batchWriteMax else {
            throw ValidationException("Too many items requested for the BatchWriteItem call")
        }
        return try requests.sorted { $0.key < $1.key }.map { name, list in
            (name, try list.map { request in try write(request, name) })
        }
    }

    private static func write(_ request: WriteRequest, _ table: String) throws -> ItemWrite {
        switch (request.putRequest, request.deleteRequest) {
        case (let put?, nil):
            try ItemRules.checkPut(put.item)
            return ItemWrite(table: table, kind: .put(put.item))
        case (nil, let delete?):
            try ItemRules.check(delete.key)
            return ItemWrite(table: table, kind: .delete(delete.key))
        case (nil, nil):
            throw ValidationException(
                "Supplied AttributeValue has no PutRequest or DeleteRequest, must contain exactly one of them"
            )
        default:
            throw ValidationException(
                "Supplied WriteRequest has more than one of PutRequest and DeleteRequest, "
                    + "must contain exactly one"
            )
        }
    }
}

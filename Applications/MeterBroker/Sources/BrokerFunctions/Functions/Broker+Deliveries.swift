import DynamoDBInterface
import MeterBroker
import Wire

extension Broker {
    /// The deliveries of a receiver that are pending or dead, the oldest first.
    func openQuery(_ status: DeliveryRecord.Status, _ receiver: String, limit: Int, start: Item?) -> QueryInput {
        QueryInput(
            tableName: settings.deliveries, indexName: "open-index", limit: limit, exclusiveStartKey: start,
            keyConditionExpression: "#open = :open", expressionAttributeNames: ["#open": "open"],
            expressionAttributeValues: [":open": DeliveryRecord.open(status, receiver)])
    }

    /// Those of an index's answer that are in the status still, in their order.
    func confirmed(_ rows: [Item], _ status: DeliveryRecord.Status) async throws -> [DeliveryRecord] {
        let keys = rows.compactMap { row -> Item? in
            guard let receiver = row["receiver"], let order = row["order"] else { return nil }
            return ["receiver": receiver, "order": order]
        }
        guard !keys.isEmpty else { return [] }
        let found = try await items.all([settings.deliveries: keys])
        return (found[settings.deliveries] ?? []).compactMap(DeliveryRecord.init)
            .filter { $0.status == status }.sorted { $0.order < $1.order }
    }

    /// Writes what became of deliveries and counts it; false, and nothing written, when one of them has
    /// another status meanwhile. At most 20 at a time.
    func move(_ entries: [(before: DeliveryRecord, after: DeliveryRecord)]) async throws -> Bool {
        var tally = TallyChange()
        var writes: [TransactWriteItem] = []
        for (before, after) in entries {
            if before.status != after.status { tally.move(after, from: before.status) }
            if after.status == .delivered {
                tally.addLatency(now.milliseconds - after.dueSince.milliseconds, after)
            }
            writes.append(
                TransactWriteItem(
                    put: Put(
                        item: after.item, tableName: settings.deliveries, conditionExpression: "#status = :before",
                        expressionAttributeNames: ["#status": "status"],
                        expressionAttributeValues: [":before": .s(before.status.rawValue)])))
        }
        let shard = environment.random(below: TallyChange.shards)
        return try await transact(writes + tally.writes(table: settings.tallies, shard: shard))
    }

    /// Writes new deliveries, at most 20 at a time.
    func add(_ deliveries: [DeliveryRecord]) async throws {
        var tally = TallyChange()
        for delivery in deliveries { tally.addNew(delivery) }
        let writes = deliveries.map {
            TransactWriteItem(
                put: Put(
                    item: $0.item, tableName: settings.deliveries, conditionExpression: "attribute_not_exists(receiver)"))
        }
        let shard = environment.random(below: TallyChange.shards)
        guard try await transact(writes + tally.writes(table: settings.tallies, shard: shard)) else {
            throw Refusal.busy()
        }
    }

    func message(_ id: String) async throws -> MessageRecord? {
        try await items.get(
            GetItemInput(tableName: settings.messages, key: MessageRecord.key(id), consistentRead: true)
        ).flatMap(MessageRecord.init)
    }
}

import DynamoDBInterface
import MeterBroker
import Wire

extension Broker {
    /// The deliveries of a receiver that are pending or dead, the oldest first.
    func openQuery(_ status: DeliveryRecord.Status, _ receiver: String, limit: Int, start: Item?)
        -> QueryInput
    {
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
    /// another status meanwhile. At most 45 at a time: each may belong to a day of its own.
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
                        item: after.item, tableName: settings.deliveries,
                        conditionExpression: "#status = :before",
                        expressionAttributeNames: ["#status": "status"],
                        expressionAttributeValues: [":before": .s(before.status.rawValue)])))
        }
        let shard = environment.random(below: TallyChange.shards)
        return try await transact(writes + tally.writes(table: settings.tallies, shard: shard))
    }

    /// Times that one message can be sent again; each is noted with it.
    private static var replaysMax: Int { 1000 }

    /// Writes replays and notes them with their messages, at most 20 at a time.
    func add(replays: [DeliveryRecord]) async throws {
        var tally = TallyChange()
        for replay in replays { tally.addNew(replay) }
        let puts = replays.map {
            TransactWriteItem(
                put: Put(
                    item: $0.item, tableName: settings.deliveries,
                    conditionExpression: "attribute_not_exists(receiver)"))
        }
        let notes = Dictionary(grouping: replays, by: \.transactionID).map { id, replays in
            TransactWriteItem(
                update: Update(
                    key: MessageRecord.key(id.text),
                    updateExpression: "SET #replays = list_append(if_not_exists(#replays, :none), :new)",
                    tableName: settings.messages,
                    conditionExpression:
                        "attribute_exists(id) AND (attribute_not_exists(#replays) OR size(#replays) < :max)",
                    expressionAttributeNames: ["#replays": "replays"],
                    expressionAttributeValues: [
                        ":none": .l([]), ":new": .l(replays.map { .s("\($0.receiver) \($0.order)") }),
                        ":max": .number(Self.replaysMax),
                    ]))
        }
        let shard = environment.random(below: TallyChange.shards)
        let writes = puts + notes + tally.writes(table: settings.tallies, shard: shard)
        guard try await refused(writes) == nil else { throw Refusal.sentTooOften(Self.replaysMax) }
    }

    func message(_ id: String) async throws -> MessageRecord? {
        try await items.get(
            GetItemInput(tableName: settings.messages, key: MessageRecord.key(id), consistentRead: true)
        ).flatMap(MessageRecord.init)
    }
}

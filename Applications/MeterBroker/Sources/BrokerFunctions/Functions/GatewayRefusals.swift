import DynamoDBInterface
import MeterBroker
import Wire

/// Counts what the gateway refused before any function saw it: unknown keys, too many requests, used-up
/// quotas, paths that are none.
///
/// Each stretch of time is read once, when its lines have come, and its counts are written in the
/// transaction that says how far the log has been counted: none is counted twice, however many count.
struct GatewayRefusals {
    let broker: Broker
    private var settings: Settings { broker.settings }

    /// Stands in the tallies beside the participants, whose identifiers are digits.
    static let name = "gateway"
    private static let placeSlot = "counted-until"
    /// Seconds of a stretch, and stretches that one call reads: two hours.
    private static let stretchSeconds = 60
    private static let stretchesMax = 120
    /// Counts that one transaction holds besides the place.
    private static let countsMax = 90

    private struct Kind: Hashable {
        let kind: String
        let status: String
        let key: String
    }

    /// Counts what has come since the last time.
    func count() async throws {
        let end = broker.now.adding(seconds: -settings.gatewayLogSeconds)
        let known = try await place()
        var start = known ?? end.adding(seconds: -Self.stretchSeconds)
        var before = known
        for _ in 0..<Self.stretchesMax where start.milliseconds < end.milliseconds {
            let stretch = start.adding(seconds: Self.stretchSeconds)
            // A stretch lies within one day.
            var until = stretch.milliseconds < end.milliseconds ? stretch : end
            if until.day != start.day {
                until = Timestamp(milliseconds: start.milliseconds + Self.restOfDay(start))
            }
            let counts = try await read(start, until)
            guard try await write(counts, day: start.day, from: before, until: until) else { return }
            before = until
            start = until
        }
    }

    private static func restOfDay(_ time: Timestamp) -> Int {
        let day = 86_400_000
        return day - time.milliseconds % day
    }

    private func place() async throws -> Timestamp? {
        let item = try await broker.items.get(
            GetItemInput(
                tableName: settings.tallies,
                key: ["participant": .s(Self.name), "slot": .s(Self.placeSlot)], consistentRead: true))
        return item?.number("until").map { Timestamp(milliseconds: $0) }
    }

    private func read(_ start: Timestamp, _ end: Timestamp) async throws -> [Kind: Int] {
        var counts: [Kind: Int] = [:]
        try await broker.accessLog.refused(from: start, until: end) { lines in
            for line in lines {
                guard let json = try? JSON(parsing: line), let kind = json["kind"]?.string, kind != "-" else {
                    continue
                }
                var found = Kind(
                    kind: kind, status: json["status"]?.string ?? "", key: json["key"]?.string ?? "-")
                // More kinds than a transaction holds are counted without their keys.
                if counts[found] == nil, counts.count >= Self.countsMax {
                    found = Kind(kind: kind, status: found.status, key: "-")
                }
                counts[found, default: 0] += 1
            }
        }
        return counts
    }

    /// False when somebody else has counted the stretch.
    private func write(
        _ counts: [Kind: Int], day: String, from before: Timestamp?, until: Timestamp
    ) async throws -> Bool {
        var writes = [
            TransactWriteItem(
                update: Update(
                    key: ["participant": .s(Self.name), "slot": .s(Self.placeSlot)],
                    updateExpression: "SET #until = :until", tableName: settings.tallies,
                    conditionExpression: before == nil ? "attribute_not_exists(#until)" : "#until = :before",
                    expressionAttributeNames: ["#until": "until"],
                    expressionAttributeValues: [":until": .number(until.milliseconds)].merging(
                        before.map { [":before": .number($0.milliseconds)] } ?? [:]
                    ) { a, _ in a }))
        ]
        for (kind, count) in counts {
            writes.append(
                TransactWriteItem(
                    update: Update(
                        key: [
                            "participant": .s(Self.name),
                            "slot": .s("\(day)#\(kind.kind)#\(kind.key)#\(kind.status)"),
                        ],
                        updateExpression:
                            "SET #kind = :kind, #key = :key, #status = :status ADD #count :count",
                        tableName: settings.tallies,
                        expressionAttributeNames: [
                            "#kind": "refusal", "#key": "keyID", "#status": "status", "#count": "count",
                        ],
                        expressionAttributeValues: [
                            ":kind": .s(kind.kind), ":key": .s(kind.key), ":status": .s(kind.status),
                            ":count": .number(count),
                        ])))
        }
        return try await broker.transact(writes)
    }

    /// The counts of a day, the most frequent first, and how far the log has been counted.
    func counts(of day: String) async throws -> (rows: [JSON], until: String?) {
        let participants = try await broker.allParticipants()
        var rows: [(count: Int, json: JSON)] = []
        var start: Item?
        repeat {
            let page = try await broker.items.query(
                QueryInput(
                    tableName: settings.tallies, consistentRead: true, exclusiveStartKey: start,
                    keyConditionExpression: "participant = :gateway AND begins_with(slot, :day)",
                    expressionAttributeValues: [":gateway": .s(Self.name), ":day": .s("\(day)#")]))
            for row in page.items ?? [] {
                let key = row.text("keyID") ?? "-"
                let count = row.number("count") ?? 0
                let owner = participants.first { $0.keyID == key }
                rows.append(
                    (
                        count,
                        [
                            "kind": .string(row.text("refusal") ?? ""),
                            "status": .string(row.text("status") ?? ""),
                            "keyID": .string(key), "participant": owner.map { .string($0.id) } ?? "-",
                            "count": .number(String(count)),
                        ]
                    ))
            }
            start = page.lastEvaluatedKey
        } while start != nil
        return (rows.sorted { $0.count > $1.count }.map(\.json), try await place()?.text)
    }
}

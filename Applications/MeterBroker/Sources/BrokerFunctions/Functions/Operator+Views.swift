import DynamoDBInterface
import MeterBroker
import Wire

extension Operator {
    /// One message through every hop: accepted, in the archive, published, routed, and where each copy is, those
    /// that were sent again too; with `withBody=true` the archived bytes besides.
    func follow(_ id: String, _ query: [String: String]) async throws -> APIAnswer {
        guard let message = try await broker.message(id) else {
            throw Refusal.notFound("There is no message \(id).")
        }
        var keys: [Item] = (message.routedTo ?? []).map {
            ["receiver": .s($0), "order": .s(message.order)]
        }
        keys += message.replays
        let found = keys.isEmpty ? [:] : try await broker.items.all([settings.deliveries: keys])
        let deliveries = (found[settings.deliveries] ?? []).compactMap(DeliveryRecord.init)
            .sorted { ($0.receiver, $0.order) < ($1.receiver, $1.order) }
        var body: JSON = .null
        if query["withBody"] == "true", message.bytes <= settings.bodyBytesMax,
            let bytes = await broker.body(message.bodyKey)
        {
            body = .string(String(decoding: bytes, as: UTF8.self))
        }
        return APIAnswer(
            200,
            [
                "transactionID": .string(id), "sender": .string(message.sender),
                "senderUniqueReference": .string(message.reference),
                "interfaceID": .string(message.interfaceID), "acceptedAt": .string(message.acceptedAt.text),
                "meter": message.meter.map(JSON.string) ?? .null,
                "settlementDate": message.date.map(JSON.string) ?? .null,
                "archive": [
                    "bucket": .string(settings.bucket), "key": .string(message.bodyKey),
                    "versionID": message.bodyVersion.map(JSON.string) ?? .null,
                    "bytes": .number(String(message.bytes)),
                ],
                "state": message.routedTo == nil ? "accepted" : "routed",
                "routedAt": message.routedAt.map(JSON.string) ?? .null,
                "deliveries": .array(deliveries.map(\.json)), "body": body,
            ])
    }

    /// All versions of one meter point's readings of one day, and which of them held at a past moment: for
    /// the hub, or as a receiver had seen it by then.
    func readings(_ meter: String, _ date: String, _ query: [String: String]) async throws -> APIAnswer {
        let series = "\(meter)#\(date)#\(query["quantity"] ?? "AI")"
        let moment = query["asOf"].map { Timestamp(parsing: $0, .iso8601) } ?? broker.now
        guard let asOf = moment?.text else {
            throw Refusal.malformed(Rejection("asOf", "must be a time of ISO 8601"))
        }
        var versions: [MessageRecord] = []
        var start: Item?
        repeat {
            let page = try await broker.items.query(
                QueryInput(
                    tableName: settings.messages, indexName: "series-index", exclusiveStartKey: start,
                    keyConditionExpression: "#series = :series",
                    expressionAttributeNames: ["#series": "series"],
                    expressionAttributeValues: [":series": .s(series)]))
            versions += (page.items ?? []).compactMap(MessageRecord.init)
            start = page.lastEvaluatedKey
        } while start != nil
        var seen: [String: String] = [:]
        if let receiver = query["receiver"], !versions.isEmpty {
            let keys: [Item] = versions.map { ["receiver": .s(receiver), "order": .s($0.order)] }
            let rows = try await broker.items.all([settings.deliveries: keys])
            for delivery in (rows[settings.deliveries] ?? []).compactMap(DeliveryRecord.init) {
                seen[delivery.transactionID.text] = delivery.deliveredAt
            }
        }
        let held = versions.filter { version in
            let since = query["receiver"] == nil ? version.acceptedAt.text : seen[version.transactionID.text]
            return since.map { $0 <= asOf } ?? false
        }.last
        var body: JSON = .null
        if let held, held.bytes <= settings.bodyBytesMax, let bytes = await broker.body(held.bodyKey) {
            body = .string(String(decoding: bytes, as: UTF8.self))
        }
        return APIAnswer(
            200,
            [
                "versions": .array(
                    versions.enumerated().map { index, version in
                        [
                            "version": .number(String(index + 1)),
                            "transactionID": .string(version.transactionID.text),
                            "acceptedAt": .string(version.acceptedAt.text),
                            "deliveredAt": seen[version.transactionID.text].map(JSON.string) ?? .null,
                        ]
                    }),
                "asOf": .string(asOf), "held": held.map { .string($0.transactionID.text) } ?? .null,
                "body": body,
            ])
    }

    // MARK: Reconciliation

    private static let countNames = [
        "accepted", "delivered", "pending", "dead", "replay_accepted", "replay_delivered", "replay_pending",
        "replay_dead", "sent", "latency_ms",
    ]

    /// What was addressed to each participant on a day and where it is. With `audit=true` the deliveries
    /// themselves are counted and held against the counts before and after: they move while they are read.
    func reconciliation(_ query: [String: String]) async throws -> APIAnswer {
        let day = query["day"] ?? broker.now.day
        guard SettlementDate(day) != nil else {
            throw Refusal.malformed(Rejection("day", "must be a day such as 2026-03-29"))
        }
        // Read before the counts: what is routed meanwhile stands in them.
        let unrouted = try await unrouted()
        var rows: [JSON] = []
        var isBalanced = true
        for participant in try await broker.allParticipants() {
            let counts = try await counts(participant.id, day)
            let tally = Self.tally(counts)
            var row: JSONObject = [
                "participant": .string(participant.id), "name": .string(participant.name),
                "lane": .string(participant.webhook == nil ? "pull" : participant.lane.rawValue),
                "failures": .number(String(participant.failures)),
            ]
            for name in Self.countNames { row[name] = .number(String(counts[name] ?? 0)) }
            var agrees = tally.isBalanced
            if query["audit"] == "true" {
                let audited = try await audit(participant.id, day)
                let later = Self.tally(try await self.counts(participant.id, day))
                agrees = agrees && audited.lies(between: tally, and: later)
                row["audit"] = [
                    "accepted": .number(String(audited.accepted)),
                    "delivered": .number(String(audited.delivered)),
                    "pending": .number(String(audited.pending)), "dead": .number(String(audited.dead)),
                ]
            }
            row["balanced"] = .bool(agrees)
            isBalanced = isBalanced && agrees
            rows.append(.object(row))
        }
        return APIAnswer(
            200,
            [
                "day": .string(day), "balanced": .bool(isBalanced), "unrouted": .number(String(unrouted)),
                "participants": .array(rows),
            ])
    }

    private static func tally(_ counts: [String: Int]) -> Tally {
        Tally(
            accepted: counts["accepted"] ?? 0, delivered: counts["delivered"] ?? 0,
            pending: counts["pending"] ?? 0, dead: counts["dead"] ?? 0)
    }

    private func counts(_ participant: String, _ day: String) async throws -> [String: Int] {
        // Read before the tallies: what moves there meanwhile is found there.
        let counter = try await broker.items.get(
            GetItemInput(
                tableName: settings.messages, key: MessageRecord.counterKey(participant), consistentRead: true
            ))
        let sent = Counter(counter ?? [:]).count(on: day)
        let page = try await broker.items.query(
            QueryInput(
                tableName: settings.tallies, consistentRead: true,
                keyConditionExpression: "participant = :participant AND begins_with(slot, :day)",
                expressionAttributeValues: [":participant": .s(participant), ":day": .s(day)]))
        var counts: [String: Int] = [:]
        for row in page.items ?? [] {
            for name in Self.countNames { counts[name, default: 0] += row.number(name) ?? 0 }
        }
        let settled = (page.items ?? []).first { $0.text("slot") == "\(day)#\(TallyChange.sentSlot)" }
        counts["sent"] = settled?.number("sent") ?? sent
        return counts
    }

    private func audit(_ participant: String, _ day: String) async throws -> Tally {
        var tally = Tally()
        var start: Item?
        repeat {
            var query = broker.rangeQuery(participant, from: day, to: day, start: start)
            query.limit = 1000
            query.consistentRead = true
            let page = try await broker.items.query(query)
            for row in page.items ?? [] where !row.flag("replay") {
                tally.accepted += 1
                switch row.text("status").flatMap(DeliveryRecord.Status.init) {
                case .delivered?: tally.delivered += 1
                case .dead?: tally.dead += 1
                case .pending?: tally.pending += 1
                case nil: break
                }
            }
            start = page.lastEvaluatedKey
        } while start != nil
        return tally
    }

    /// Accepted messages that have not been routed yet.
    private func unrouted() async throws -> Int {
        var count = 0
        for shard in 0..<MessageRecord.outboxShards {
            var start: Item?
            repeat {
                let page = try await broker.items.query(
                    QueryInput(
                        tableName: settings.messages, indexName: "outbox-index", select: "COUNT",
                        exclusiveStartKey: start, keyConditionExpression: "outbox = :shard",
                        expressionAttributeValues: [":shard": .s("outbox#\(shard)")]))
                count += page.count ?? 0
                start = page.lastEvaluatedKey
            } while start != nil
        }
        return count
    }
}

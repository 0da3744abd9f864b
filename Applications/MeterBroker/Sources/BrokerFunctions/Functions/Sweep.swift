import DynamoDBInterface
import MeterBroker
import Wire

/// Called by a schedule, repairs what a crash left half done: numbers that were taken and messages that were
/// not written under them, accepted messages that were not published, receivers for whom nobody comes, and letters
/// that tell of no dead message.
struct Sweep {
    let broker: Broker
    var settings: Settings { broker.settings }

    func handle() async throws {
        try await completeClaims()
        try await republish()
        try await wakeReceivers()
        try await Letters(broker: broker).sweep()
        try await GatewayRefusals(broker: broker).count()
    }

    private func completeClaims() async throws {
        let limit = broker.now.adding(seconds: -settings.republishAfterSeconds)
        for sender in try await broker.allParticipants().map(\.id) {
            let counter = try await broker.items.get(
                GetItemInput(
                    tableName: settings.messages, key: MessageRecord.counterKey(sender), consistentRead: true)
            )
            try await settleDays(Counter(counter ?? [:]), sender)
            let keys = Counter(counter ?? [:]).open.map { MessageRecord.referenceKey(sender, $0) }
            guard !keys.isEmpty else { continue }
            let claims = try await broker.items.all([settings.messages: keys])[settings.messages] ?? []
            for claim in claims.compactMap(Claim.init) where claim.acceptedAt < limit {
                broker.environment.log("completing \(claim.reference) of \(sender)")
                _ = try await Ingest(broker: broker).complete(claim)
            }
        }
    }

    /// What a sender sent on a past day moves from its counter to the tallies.
    private func settleDays(_ counter: Counter, _ sender: String) async throws {
        // A message of the last minutes before midnight may be under way.
        let today = broker.now.adding(seconds: -settings.republishAfterSeconds).day
        for (day, count) in counter.days where day < today {
            _ = try await broker.transact([
                TransactWriteItem(update: Counter.forgetting(day, of: sender, table: settings.messages)),
                TransactWriteItem(update: TallyChange.sent(count, sender, day, table: settings.tallies)),
            ])
        }
    }

    private func republish() async throws {
        let limit = broker.now.adding(seconds: -settings.republishAfterSeconds).text
        for shard in 0..<MessageRecord.outboxShards {
            let page = try await broker.items.query(
                QueryInput(
                    tableName: settings.messages, indexName: "outbox-index", limit: 200,
                    keyConditionExpression: "outbox = :shard AND #order < :limit",
                    expressionAttributeNames: ["#order": "order"],
                    expressionAttributeValues: [":shard": .s("outbox#\(shard)"), ":limit": .s(limit)]))
            for record in (page.items ?? []).compactMap(MessageRecord.init) {
                broker.environment.log("publishing \(record.transactionID.text) again")
                try await broker.channels.publish(record.pointer(), detailType: record.interfaceID)
            }
        }
    }

    private func wakeReceivers() async throws {
        let now = broker.now.milliseconds
        for participant in try await broker.allParticipants() where participant.webhook != nil {
            let isForgotten =
                participant.lane.isCalled && participant.leaseUntil < now
                && participant.wakeAt + settings.republishAfterSeconds * 1000 < now
            if isForgotten {
                try await broker.channels.wake(participant.id, afterSeconds: 0)
            } else if !participant.lane.isCalled {
                let page = try await broker.items.query(
                    broker.openQuery(.pending, participant.id, limit: 1, start: nil))
                let waiting = try await broker.confirmed(page.items ?? [], .pending)
                try await broker.callCatchUp(for: waiting)
            }
        }
    }
}

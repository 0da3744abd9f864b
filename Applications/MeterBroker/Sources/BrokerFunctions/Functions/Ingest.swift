import DynamoDBInterface
import MeterBroker
import Wire

/// Takes messages from senders: checks them, numbers them, keeps them, publishes them.
///
/// The order of the steps decides what a crash leaves behind. The body goes first: without its record
/// nobody knows it, so a crash behind it loses nothing that was acknowledged. The number, the reference, the
/// record and the count go in one transaction: there is no number without a message and none twice. The
/// event goes last: until the message is routed it stands in the outbox, from which the sweep publishes it
/// again.
struct Ingest {
    let broker: Broker
    var settings: Settings { broker.settings }

    /// Everything that is refused is recorded with what it was refused for.
    func answer(_ request: APIRequest) async -> APIAnswer {
        do {
            return try await accept(request, request.body, bytesMax: settings.bodyBytesMax)
        } catch let refusal as Refusal {
            await broker.record(refusal, of: request)
            return APIAnswer(refusal)
        } catch {
            broker.environment.log("ingest \(request.requestID): \(error)")
            return APIAnswer(Refusal.busy())
        }
    }

    func accept(
        _ request: APIRequest, _ body: [UInt8], bytesMax: Int, stored: StoredBody? = nil
    ) async throws -> APIAnswer {
        guard body.count <= bytesMax else { throw Refusal.tooLarge(max: bytesMax) }
        let json: JSON
        do {
            json = try JSON(parsing: body)
        } catch {
            throw Refusal.malformed(Rejection("$", "is not JSON: \(error.reason) at byte \(error.offset)"))
        }
        let sender = try await broker.authorise(json["S1"]?["senderDIPID"]?.string, request)
        let message: MeterMessage
        do {
            message = try MeterMessage(validating: json)
        } catch {
            throw Refusal.malformed(error)
        }
        var state = try await look(message)
        if let first = state.first { return Self.answer(first, isDuplicate: true) }
        guard state.isMeterKnown else { throw Refusal.unknownMeter(message.meter?.digits ?? "") }
        try await check(message)
        let quota = sender.quota ?? settings.quota
        let body =
            if let stored { stored } else { try await keep(body, of: message, request) }
        for round in 0..<Self.roundsMax {
            guard state.counter.count(on: broker.now.day) < quota else { throw Refusal.overQuota(quota) }
            switch try await commit(message, state.counter, body) {
            case .accepted(let record):
                await publish(record)
                return Self.answer(record, isDuplicate: false)
            case .duplicate(let first): return Self.answer(first, isDuplicate: true)
            case .overtaken(let counter):
                // Another message of this sender took the number: the counter told which is next.
                if let counter { state.counter = counter } else { state = try await look(message) }
                if round > 2 { try await broker.environment.pause(milliseconds: broker.environment.random(below: 20)) }
            }
        }
        throw Refusal.busy()
    }

    /// How often a message may lose the race for its number.
    private static let roundsMax = 60

    private static func answer(_ record: Acceptance, isDuplicate: Bool) -> APIAnswer {
        APIAnswer(
            202,
            [
                "transactionID": .string(record.transactionID), "acceptedAt": .string(record.acceptedAt),
                "duplicate": .bool(isDuplicate),
            ])
    }

    // MARK: Reading

    /// What the tables say before the message is taken.
    private struct State {
        var counter: Counter
        var first: Acceptance?
        var isMeterKnown: Bool
    }

    private func look(_ message: MeterMessage) async throws -> State {
        let sender = message.sender.digits
        let counterKey = MessageRecord.counterKey(sender)
        let referenceKey = MessageRecord.referenceKey(sender, message.reference)
        var keys = [settings.messages: [counterKey, referenceKey]]
        if let meter = message.meter { keys[settings.meters] = [["meter": .s(meter.digits)]] }
        let found = try await broker.items.all(keys)
        let rows = found[settings.messages] ?? []
        return State(
            counter: Counter(rows.first { $0["id"] == counterKey["id"] } ?? [:]),
            first: rows.first { $0["id"] == referenceKey["id"] }.flatMap(Acceptance.init),
            isMeterKnown: message.meter == nil || !(found[settings.meters] ?? []).isEmpty)
    }

    /// Whom a message names must be there to receive it.
    private func check(_ message: MeterMessage) async throws {
        let named = message.receivers(Registration())
        let known = try await broker.participants(Set(named.map(\.digits)))
        for id in named where known[id.digits] == nil {
            throw Refusal.malformed(Rejection(message.path(ofRecipient: id), "is no participant"))
        }
    }

    // MARK: Writing

    private func keep(
        _ body: [UInt8], of message: MeterMessage, _ request: APIRequest
    ) async throws -> StoredBody {
        let key = "messages/\(message.sender.digits)/\(broker.now.day)/\(broker.environment.makeName())"
        return StoredBody(key: key, version: try await broker.archive.put(key, body), bytes: body.count)
    }

    private enum Commit {
        case accepted(Acceptance)
        case duplicate(Acceptance)
        case overtaken(Counter?)
    }

    private func commit(_ message: MeterMessage, _ counter: Counter, _ body: StoredBody) async throws -> Commit {
        // The clocks of two functions differ; a later number never bears an earlier time.
        let accepted = max(broker.now, counter.lastAt)
        let id = TransactionID(sender: message.sender, sequence: counter.last + 1)
        let record = MessageRecord(
            message, id: id, acceptedAt: accepted, publicationID: broker.environment.makeName(), body: body)
        let acceptance = Acceptance(record)
        var tally = TallyChange()
        tally.add("sent", 1, record.sender, record.day)
        let shard = broker.environment.random(below: TallyChange.shards)
        let writes = [
            TransactWriteItem(update: counter.update(to: record, table: settings.messages)),
            TransactWriteItem(
                put: Put(
                    item: acceptance.item(record), tableName: settings.messages,
                    conditionExpression: "attribute_not_exists(id)",
                    returnValuesOnConditionCheckFailure: "ALL_OLD")),
            TransactWriteItem(
                put: Put(
                    item: record.item, tableName: settings.messages,
                    conditionExpression: "attribute_not_exists(id)")),
        ]
        do {
            try await broker.items.transact(
                TransactWriteItemsInput(transactItems: writes + tally.writes(table: settings.tallies, shard: shard)))
            return .accepted(acceptance.with(record))
        } catch let cancelled as TransactionCanceledException {
            let reasons = cancelled.cancellationReasons ?? []
            if reasons.count > 1, reasons[1].code == "ConditionalCheckFailed",
                let first = reasons[1].item.flatMap(Acceptance.init)
            {
                return .duplicate(first)
            }
            let isOvertaken = reasons.first?.code == "ConditionalCheckFailed"
            return .overtaken(isOvertaken ? reasons.first?.item.map(Counter.init) : nil)
        } catch is TransactionInProgressException {
            return .overtaken(nil)
        }
    }

    /// The message is safe already: what cannot be published now, the sweep publishes later.
    private func publish(_ acceptance: Acceptance) async {
        guard let record = acceptance.record else { return }
        do {
            try await broker.channels.publish(record.pointer, detailType: record.interfaceID)
        } catch {
            broker.environment.log("publish \(record.transactionID.text): \(error)")
        }
    }
}

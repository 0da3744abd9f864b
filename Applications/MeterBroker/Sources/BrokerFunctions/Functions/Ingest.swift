import DynamoDBInterface
import MeterBroker
import Wire

/// Takes messages from senders: checks them, numbers them, keeps them, publishes them.
///
/// The order of the steps decides what a crash leaves behind. The body goes first: without its record
/// nobody knows it, so a crash behind it loses nothing that was acknowledged. The next number is taken and
/// claimed by the message's reference in one transaction: there is no number without a message and none
/// twice. The message is written under its number in a second one; where a crash comes between the two, the
/// sender's repetition or the sweep completes it. The event goes last: until the message is routed it stands
/// in the outbox, from which the sweep publishes it again.
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
        let state = try await look(message)
        if let first = state.first { return try await answer(first, isDuplicate: true) }
        guard state.isMeterKnown else { throw Refusal.unknownMeter(message.meter?.digits ?? "") }
        try await check(message)
        let quota = sender.quota ?? settings.quota
        guard state.counter.count(on: broker.now.day) < quota else { throw Refusal.overQuota(quota) }
        let body =
            if let stored { stored } else { try await keep(body, of: message, request) }
        let (claim, isFirst) = try await claim(message, state.counter, body, quota)
        return try await answer(claim, isDuplicate: !isFirst)
    }

    /// The hub's answer to a sender's reference: given once, repeated ever after.
    struct Acceptance {
        let id: TransactionID
        let at: Timestamp
        /// The message, if it was written just now.
        let record: MessageRecord?
    }

    private func answer(_ claim: Claim, isDuplicate: Bool) async throws -> APIAnswer {
        let acceptance = try await complete(claim)
        if let record = acceptance.record { await publish(record) }
        return APIAnswer(
            202,
            [
                "transactionID": .string(acceptance.id.text), "acceptedAt": .string(acceptance.at.text),
                "duplicate": .bool(isDuplicate),
            ])
    }

    // MARK: Reading

    /// What the tables say before the message is taken.
    private struct State {
        let counter: Counter
        let first: Claim?
        let isMeterKnown: Bool
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
            first: rows.first { $0["id"] == referenceKey["id"] }.flatMap(Claim.init),
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

    /// Takes the sender's next number for the message; the claim that stands there already, and false, when
    /// its reference has one.
    private func claim(
        _ message: MeterMessage, _ counter: Counter, _ body: StoredBody, _ quota: Int
    ) async throws -> (Claim, isFirst: Bool) {
        let record = MessageRecord(
            message, acceptedAt: broker.now, publicationID: broker.environment.makeName(), body: body)
        let claim = Claim(record)
        let reasons = try await broker.refused([
            TransactWriteItem(
                put: Put(
                    item: claim.item, tableName: settings.messages, conditionExpression: "attribute_not_exists(id)",
                    returnValuesOnConditionCheckFailure: "ALL_OLD")),
            TransactWriteItem(update: counter.taking(for: claim, quota: quota, table: settings.messages)),
        ])
        guard let reasons else { return (claim, true) }
        if let first = reasons.first?.item.flatMap(Claim.init) { return (first, false) }
        throw Refusal.overQuota(quota)
    }

    /// Writes a claimed message under its number, if that has not been done.
    func complete(_ claim: Claim) async throws -> Acceptance {
        if let id = claim.transactionID { return Acceptance(id: id, at: claim.acceptedAt, record: nil) }
        let name = Counter.numberName(claim.reference)
        let counter = try await broker.items.get(
            GetItemInput(
                tableName: settings.messages, key: MessageRecord.counterKey(claim.sender), consistentRead: true,
                projectionExpression: "#number", expressionAttributeNames: ["#number": name]))
        if let sequence = counter?.number(name), let sender = ParticipantID(claim.sender),
            let record = claim.record(TransactionID(sender: sender, sequence: sequence)),
            try await broker.refused(writes(of: record, claim, name)) == nil
        {
            return Acceptance(id: record.transactionID, at: claim.acceptedAt, record: record)
        }
        // Somebody else has done it meanwhile.
        let input = GetItemInput(tableName: settings.messages, key: claim.key, consistentRead: true)
        guard let done = try await broker.items.get(input).flatMap(Claim.init), let id = done.transactionID else {
            throw Refusal.busy()
        }
        return Acceptance(id: id, at: done.acceptedAt, record: nil)
    }

    private func writes(of record: MessageRecord, _ claim: Claim, _ name: String) -> [TransactWriteItem] {
        var tally = TallyChange()
        tally.add("sent", 1, record.sender, record.day)
        let shard = broker.environment.random(below: TallyChange.shards)
        return [
            TransactWriteItem(
                put: Put(
                    item: claim.answered(record.transactionID), tableName: settings.messages,
                    conditionExpression: "attribute_not_exists(transactionID)")),
            TransactWriteItem(put: Put(item: record.item, tableName: settings.messages)),
            TransactWriteItem(
                update: Update(
                    key: MessageRecord.counterKey(record.sender), updateExpression: "REMOVE #number",
                    tableName: settings.messages, expressionAttributeNames: ["#number": name])),
        ] + tally.writes(table: settings.tallies, shard: shard)
    }

    /// The message is safe already: what cannot be published now, the sweep publishes later.
    private func publish(_ record: MessageRecord) async {
        do {
            try await broker.channels.publish(record.pointer, detailType: record.interfaceID)
        } catch {
            broker.environment.log("publish \(record.transactionID.text): \(error)")
        }
    }
}

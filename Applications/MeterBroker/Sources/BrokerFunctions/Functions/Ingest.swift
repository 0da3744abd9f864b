import DynamoDBInterface
import MeterBroker
import Wire

/// Takes messages from senders: checks them, numbers them, keeps them, publishes them.
///
/// The order of the steps decides what a crash leaves behind. First one transaction takes the next number and
/// claims it by the message's reference: there is no number without a message and none twice. The claim
/// holds the body, if it is small; a large one has gone to the archive before, where without a record nobody
/// knows it. Then the body goes to the archive, and a second transaction writes the message under its number;
/// where a crash comes between, the sender's repetition or the sweep completes it from the claim. The event goes
/// last: until the message is routed it stands in the outbox, from which the sweep publishes it again.
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
        try await check(message)
        var stored = stored
        if stored == nil, body.count > settings.claimBodyBytesMax {
            if let first = try await look(message) { return try await answer(first, isDuplicate: true) }
            stored = try await keep(body, of: message.sender.digits)
        }
        let (claim, isFirst) = try await claim(message, stored, body, sender.quota ?? settings.quota)
        return try await answer(claim, isDuplicate: !isFirst, isFirst ? body : nil)
    }

    /// The hub's answer to a sender's reference: given once, repeated ever after.
    struct Acceptance {
        let id: TransactionID
        let at: Timestamp
        /// The message, if it was written just now.
        let record: MessageRecord?
    }

    private func answer(
        _ claim: Claim, isDuplicate: Bool, _ body: [UInt8]? = nil
    ) async throws -> APIAnswer {
        let acceptance = try await complete(claim)
        if let record = acceptance.record { await publish(record, body) }
        return APIAnswer(
            202,
            [
                "transactionID": .string(acceptance.id.text), "acceptedAt": .string(acceptance.at.text),
                "duplicate": .bool(isDuplicate),
            ])
    }

    // MARK: Reading

    /// What stands under the message's reference, before its body is put where it stays for ever.
    private func look(_ message: MeterMessage) async throws -> Claim? {
        let referenceKey = MessageRecord.referenceKey(message.sender.digits, message.reference)
        var keys = [settings.messages: [referenceKey]]
        if let meter = message.meter { keys[settings.meters] = [["meter": .s(meter.digits)]] }
        let found = try await broker.items.all(keys)
        if let first = found[settings.messages]?.first.flatMap(Claim.init) { return first }
        if let meter = message.meter, (found[settings.meters] ?? []).isEmpty { throw Refusal.unknownMeter(meter.digits) }
        return nil
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

    private func keep(_ body: [UInt8], of sender: String) async throws -> StoredBody {
        let key = "messages/\(sender)/\(broker.now.day)/\(broker.environment.makeName())"
        return StoredBody(key: key, version: try await broker.archive.put(key, body), bytes: body.count)
    }

    /// Takes the sender's next number for the message; the claim that stands there already, and false, when
    /// its reference has one.
    private func claim(
        _ message: MeterMessage, _ stored: StoredBody?, _ body: [UInt8], _ quota: Int
    ) async throws -> (Claim, isFirst: Bool) {
        let record = MessageRecord(
            message, acceptedAt: broker.now, publicationID: broker.environment.makeName(),
            body: stored ?? StoredBody(key: "", version: nil, bytes: body.count))
        let claim = Claim(record, body: stored == nil ? body : nil)
        var writes = [
            TransactWriteItem(
                put: Put(
                    item: claim.item, tableName: settings.messages, conditionExpression: "attribute_not_exists(id)",
                    returnValuesOnConditionCheckFailure: "ALL_OLD")),
            TransactWriteItem(update: Counter.taking(for: claim, quota: quota, table: settings.messages)),
        ]
        if let meter = message.meter {
            writes.append(
                TransactWriteItem(
                    conditionCheck: ConditionCheck(
                        key: ["meter": .s(meter.digits)], tableName: settings.meters,
                        conditionExpression: "attribute_exists(meter)")))
        }
        guard let reasons = try await broker.refused(writes) else { return (claim, true) }
        if let first = reasons.first?.item.flatMap(Claim.init) { return (first, false) }
        if let meter = message.meter, reasons.last?.code == "ConditionalCheckFailed" {
            throw Refusal.unknownMeter(meter.digits)
        }
        throw Refusal.overQuota(quota)
    }

    /// Writes a claimed message under its number, if that has not been done.
    func complete(_ claim: Claim) async throws -> Acceptance {
        if let id = claim.transactionID { return Acceptance(id: id, at: claim.acceptedAt, record: nil) }
        async let number = number(of: claim)
        var stored: StoredBody?
        if let body = claim.body { stored = try await keep(body, of: claim.sender) }
        if let sequence = try await number, let sender = ParticipantID(claim.sender),
            let record = claim.record(TransactionID(sender: sender, sequence: sequence), stored),
            try await broker.refused(writes(of: record, claim)) == nil
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

    private func number(of claim: Claim) async throws -> Int? {
        let name = Counter.numberName(claim.reference)
        let counter = try await broker.items.get(
            GetItemInput(
                tableName: settings.messages, key: MessageRecord.counterKey(claim.sender), consistentRead: true,
                projectionExpression: "#number", expressionAttributeNames: ["#number": name]))
        return counter?.number(name)
    }

    private func writes(of record: MessageRecord, _ claim: Claim) -> [TransactWriteItem] {
        [
            TransactWriteItem(
                put: Put(
                    item: claim.answered(record.transactionID), tableName: settings.messages,
                    conditionExpression: "attribute_not_exists(transactionID)")),
            TransactWriteItem(put: Put(item: record.item, tableName: settings.messages)),
            TransactWriteItem(
                update: Update(
                    key: MessageRecord.counterKey(record.sender), updateExpression: "REMOVE #number",
                    tableName: settings.messages,
                    expressionAttributeNames: ["#number": Counter.numberName(claim.reference)])),
        ]
    }

    /// The message is safe already: what cannot be published now, the sweep publishes later.
    private func publish(_ record: MessageRecord, _ body: [UInt8]?) async {
        let carried = body.flatMap { $0.count <= settings.eventBodyBytesMax ? $0 : nil }
        do {
            try await broker.channels.publish(record.pointer(with: carried), detailType: record.interfaceID)
        } catch {
            broker.environment.log("publish \(record.transactionID.text): \(error)")
        }
    }
}

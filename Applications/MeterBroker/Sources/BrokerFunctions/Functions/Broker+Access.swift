import DynamoDBInterface
import MeterBroker
import Wire

extension Broker {
    /// The participant that the header or the path names, if the request's key is its own.
    func authorise(_ id: String?, _ request: APIRequest) async throws -> Participant {
        guard let id, ParticipantID(id) != nil else {
            throw Refusal.malformed(Rejection("$.S1.senderDIPID", id == nil ? "is missing" : "must be ten digits"))
        }
        guard let participant = try await participants([id])[id], !request.keyID.isEmpty,
            participant.keyID == request.keyID
        else { throw Refusal.wrongSender(id) }
        return participant
    }

    func authoriseOperator(_ request: APIRequest) throws {
        guard !settings.operatorKey.isEmpty, request.keyID == settings.operatorKey else {
            throw Refusal.forbidden("This needs the key of the hub's operators.")
        }
    }

    /// Notes what was refused, to whom and why; a failure to note it must not hide the refusal.
    func record(_ refusal: Refusal, of request: APIRequest) async {
        let header = (try? JSON(parsing: request.body))?["S1"]
        var item: Item = [
            "day": .s(now.day), "at": .s("\(now.text)#\(environment.makeName())"),
            "status": .number(refusal.status), "code": .s(refusal.code), "message": .s(refusal.message),
            "keyID": .s(request.keyID), "requestID": .s(request.requestID),
        ]
        if let path = refusal.path { item["path"] = .s(path) }
        if let sender = header?["senderDIPID"]?.string { item["sender"] = .s(String(sender.prefix(256))) }
        if let reference = header?["senderUniqueReference"]?.string {
            item["reference"] = .s(String(reference.prefix(256)))
        }
        do {
            try await items.put(PutItemInput(tableName: settings.refusals, item: item))
        } catch {
            environment.log("refusal \(request.requestID) \(refusal.code): \(error)")
        }
    }

    /// Answers an operator's or a receiver's request, with refusals as what they are.
    func answering(
        _ request: APIRequest, _ work: () async throws -> APIAnswer
    ) async -> APIAnswer {
        do {
            return try await work()
        } catch let refusal as Refusal {
            return APIAnswer(refusal)
        } catch {
            environment.log("\(request.method) \(request.path): \(error)")
            return APIAnswer(500, ["code": "Failed", "message": .string("\(error)")])
        }
    }
}

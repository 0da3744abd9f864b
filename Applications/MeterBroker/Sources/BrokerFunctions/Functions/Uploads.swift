import DynamoDBInterface
import MeterBroker
import Wire

/// Takes bodies that are too large for the API: the sender asks for a place, puts the body there, and
/// commits it.
///
/// `POST /uploads` with `{"senderDIPID"}` answers a URL for one PUT; `POST /uploads/{upload}` takes what was
/// put, with all the checks of a posted message, and answers as if it had been posted.
struct Uploads {
    let broker: Broker

    private static let urlSeconds = 900

    func answer(_ request: APIRequest) async -> APIAnswer {
        do {
            let sender = try request.json()["senderDIPID"]?.string
            let participant = try await broker.authorise(sender, request)
            if let upload = request.parameters["upload"], !upload.isEmpty {
                return try await commit(upload, participant, request)
            }
            let upload = broker.environment.makeName()
            let key = Self.key(participant.id, upload)
            let url = try await broker.archive.uploadURL(key, seconds: Self.urlSeconds)
            return APIAnswer(
                201,
                [
                    "upload": .string(upload), "url": .string(url), "method": "PUT",
                    "bytesMax": .number(String(broker.settings.bulkBytesMax)),
                ])
        } catch let refusal as Refusal {
            await broker.record(refusal, of: request)
            return APIAnswer(refusal)
        } catch {
            broker.environment.log("upload \(request.requestID): \(error)")
            return APIAnswer(Refusal.busy())
        }
    }

    private static func key(_ sender: String, _ upload: String) -> String { "uploads/\(sender)/\(upload)" }

    /// The body is copied from where the sender may still write to where nobody may.
    private func commit(_ upload: String, _ sender: Participant, _ request: APIRequest) async throws -> APIAnswer {
        guard upload.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x61 && $0 <= 0x7A }) else {
            throw Refusal.notFound("There is no upload \(upload).")
        }
        let max = broker.settings.bulkBytesMax
        guard let body = try await broker.archive.get(Self.key(sender.id, upload), bytesMax: max) else {
            throw Refusal.notFound("There is no upload \(upload) of at most \(max) bytes.")
        }
        return try await Ingest(broker: broker).accept(request, body, bytesMax: max)
    }
}

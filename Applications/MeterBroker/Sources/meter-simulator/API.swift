import ApusClient
import NIOHTTP1
import Wire

/// The broker's API as a participant or an operator uses it.
struct API: Sendable {
    let base: String
    let http: HTTPSession

    struct Answer: Sendable {
        let status: Int
        let body: JSON
    }

    private static let answerBytesMax = 16 << 20

    func call(_ method: HTTPMethod, _ path: String, key: String, body: [UInt8]? = nil) async throws -> Answer
    {
        var request = HTTPSession.Request(
            method: method.rawValue, url: base + path, headers: [(name: "x-api-key", value: key)],
            body: body ?? [], timeout: .seconds(30))
        if body != nil { request.headers.append((name: "Content-Type", value: "application/json")) }
        request.answerSizeMax = Self.answerBytesMax
        let response = try await http.send(request)
        let bytes = response.body
        let json: JSON
        do {
            json = try JSON(parsing: bytes)
        } catch {
            json = .string(String(decoding: bytes.prefix(500), as: UTF8.self))
        }
        return Answer(status: response.status, body: json)
    }
}

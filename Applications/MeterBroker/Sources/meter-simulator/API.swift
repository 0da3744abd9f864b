import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Wire

/// The broker's API as a participant or an operator uses it.
struct API: Sendable {
    let base: String
    let http: HTTPClient

    struct Answer: Sendable {
        let status: Int
        let body: JSON
    }

    private static let answerBytesMax = 16 << 20

    func call(_ method: HTTPMethod, _ path: String, key: String, body: [UInt8]? = nil) async throws -> Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        request.headers.add(name: "x-api-key", value: key)
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(body)
        }
        let response = try await http.execute(request, timeout: .seconds(30))
        let buffer = try await response.body.collect(upTo: Self.answerBytesMax)
        let bytes = Array(buffer.readableBytesView)
        let json: JSON
        do {
            json = try JSON(parsing: bytes)
        } catch {
            json = .string(String(decoding: bytes.prefix(500), as: UTF8.self))
        }
        return Answer(status: Int(response.status.code), body: json)
    }
}

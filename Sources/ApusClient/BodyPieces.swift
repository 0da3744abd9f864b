internal import AsyncHTTPClient
internal import NIOCore
internal import Wire

/// The pieces of a body as the HTTP client asks for them.
struct BodyPieces: AsyncSequence, Sendable {
    let stream: BodyStream

    struct AsyncIterator: AsyncIteratorProtocol {
        let stream: BodyStream

        mutating func next() async throws -> ByteBuffer? {
            try await stream.next().map { ByteBuffer(bytes: $0) }
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: stream) }
}

/// The pieces of an answer.
///
/// SAFETY: `BodyStream` promises one consumer that makes one call at a time, so nothing is used twice
/// at once.
final class AnswerPieces: @unchecked Sendable {
    private var iterator: HTTPClientResponse.Body.AsyncIterator

    init(_ body: HTTPClientResponse.Body) { iterator = body.makeAsyncIterator() }

    func stream(length: Int?) -> BodyStream {
        BodyStream(length: length) { try await self.next() }
    }

    private func next() async throws -> [UInt8]? {
        try await iterator.next().map { Array(buffer: $0) }
    }
}

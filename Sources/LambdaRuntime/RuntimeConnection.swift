internal import Glibc
internal import Synchronization
internal import Wire

/// The connection to the runtime API: one, kept open, on a thread that does nothing but wait for events.
///
/// A client for any server would cost a cold function more time than all else; the runtime API is on the same
/// machine and speaks plain HTTP/1.1.
final class RuntimeConnection: Sendable {
    /// What is sent before the next event is asked for.
    struct Answer: Sendable {
        let path: String
        var headers: [(name: String, value: String)] = []
        let body: [UInt8]
    }

    private struct Work: Sendable {
        let answer: Answer?
        let wantsNext: Bool
        let continuation: CheckedContinuation<Result<ResponseParts, RuntimeConnectionError>, Never>
    }

    private static let path = "/2018-06-01/runtime"

    private let address: String
    private let stream: RuntimeStream
    private let work = Mutex<Work?>(nil)
    /// A byte for each piece of work; read by the thread, written by whoever brings work.
    private let bell: (reading: Int32, writing: Int32)

    /// Connects to `host:port`.
    init(_ address: String) throws(RuntimeConnectionError) {
        self.address = address
        stream = RuntimeStream(descriptor: try RuntimeStream.connect(address))
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw RuntimeConnectionError("pipe", errno) }
        bell = (ends[0], ends[1])
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let code = pthread_create(
            &thread, nil,
            { context in
                // SAFETY: `init` retained the object for this thread, which takes over that reference.
                context.map { Unmanaged<RuntimeConnection>.fromOpaque($0).takeRetainedValue().run() }
                return nil
            }, context)
        guard code == 0 else { throw RuntimeConnectionError("pthread_create", code) }
    }

    /// Sends the answer to the last event, if there was one, and waits for the next. Both requests leave at
    /// once: each wake-up between them would cost as much as the work of a small function.
    func next(after answer: Answer?) async throws(RuntimeConnectionError) -> ResponseParts {
        try await exchange(answer, wantsNext: true)
    }

    func send(_ answer: Answer) async throws(RuntimeConnectionError) {
        _ = try await exchange(answer, wantsNext: false)
    }

    private func exchange(
        _ answer: Answer?, wantsNext: Bool
    ) async throws(RuntimeConnectionError) -> ResponseParts {
        let result = await withCheckedContinuation { continuation in
            work.withLock { $0 = Work(answer: answer, wantsNext: wantsNext, continuation: continuation) }
            _ = write(bell.writing, [1], 1)
        }
        return try result.get()
    }

    private func run() {
        var byte: UInt8 = 0
        while true {
            let count = read(bell.reading, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return }
            guard let work = work.withLock({ $0.take() }) else { continue }
            do throws(RuntimeConnectionError) {
                work.continuation.resume(returning: .success(try exchange(work)))
            } catch {
                work.continuation.resume(returning: .failure(error))
            }
        }
    }

    private func exchange(_ work: Work) throws(RuntimeConnectionError) -> ResponseParts {
        var requests: [UInt8] = []
        if let answer = work.answer { requests = head(of: answer, method: "POST") + answer.body }
        if work.wantsNext { requests += head(of: Answer(path: "/invocation/next", body: []), method: "GET") }
        try stream.write(requests)
        guard work.wantsNext, work.answer != nil else { return try stream.readAnswer() }
        _ = try stream.readAnswer()
        return try stream.readAnswer()
    }

    private func head(of answer: Answer, method: String) -> [UInt8] {
        var head = "\(method) \(Self.path)\(answer.path) HTTP/1.1\r\nHost: \(address)\r\n"
        head += "Content-Length: \(answer.body.count)\r\n"
        for (name, value) in answer.headers {
            head += "\(name): \(String(value.unicodeScalars.filter { $0.value >= 32 && $0.value < 127 }))\r\n"
        }
        return Array((head + "\r\n").utf8)
    }
}

/// The runtime API cannot be reached any more.
struct RuntimeConnectionError: Error, CustomStringConvertible {
    let description: String

    init(_ operation: String, _ code: Int32) {
        description = "\(operation): \(String(cString: strerror(code)))"
    }

    init(_ description: String) { self.description = description }
}

internal import Glibc
internal import Synchronization
internal import Wire

/// The bytes of the connection to the runtime API: requests out, answers in, one after the other.
final class RuntimeStream: Sendable {
    /// Bytes of the head of an answer.
    static let headSizeMax = 64 << 10
    /// Bytes of an event, with room to spare.
    static let bodySizeMax = 64 << 20
    private static let pieceSize = 64 << 10

    private let descriptor: Int32
    /// What was read beyond the last answer.
    private let rest = Mutex<[UInt8]>([])

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// A connected socket that sends at once.
    static func connect(_ address: String) throws(RuntimeConnectionError) -> Int32 {
        let parts = address.split(separator: ":").map(String.init)
        guard parts.count == 2 else { throw RuntimeConnectionError("\(address) is no host and port") }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(parts[0], parts[1], &hints, &found) == 0, let found else {
            throw RuntimeConnectionError("\(address) is not known")
        }
        defer { freeaddrinfo(found) }
        // SAFETY: the list is freed only after its first entry has been used.
        let entry = found.pointee
        let descriptor = socket(entry.ai_family, entry.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw RuntimeConnectionError("socket", errno) }
        guard Glibc.connect(descriptor, entry.ai_addr, entry.ai_addrlen) == 0 else {
            let code = errno
            close(descriptor)
            throw RuntimeConnectionError("connect \(address)", code)
        }
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, 4)
        return descriptor
    }

    func write(_ bytes: [UInt8]) throws(RuntimeConnectionError) {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { piece in
                send(descriptor, piece.baseAddress, piece.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw RuntimeConnectionError("send", errno) }
            start += count
        }
    }

    /// Waits for a whole answer.
    func readAnswer() throws(RuntimeConnectionError) -> ResponseParts {
        var bytes = rest.withLock { rest in
            defer { rest = [] }
            return rest
        }
        var reader = AnswerReader()
        while true {
            switch reader.read(bytes) {
            case .more: try fill(&bytes)
            case .broken(let reason): throw RuntimeConnectionError(reason)
            case .whole(let parts, let size):
                rest.withLock { $0 = Array(bytes[size...]) }
                return parts
            }
        }
    }

    private func fill(_ bytes: inout [UInt8]) throws(RuntimeConnectionError) {
        while true {
            var count = 0
            let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, size in
                count = recv(descriptor, buffer.baseAddress, Self.pieceSize, 0)
                size = max(0, count)
            }
            if count < 0, errno == EINTR { continue }
            guard count != 0 else { throw RuntimeConnectionError("the connection was closed") }
            guard count > 0 else { throw RuntimeConnectionError("recv", errno) }
            bytes += piece
            return
        }
    }
}

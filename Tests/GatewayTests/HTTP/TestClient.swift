import Dispatch
import Glibc

/// A client that sends bytes and reads until the server closes; blocks threads of its own.
enum TestClient {
    struct Failure: Error {
        var call: String
        var errorNumber: Int32
    }

    static func exchange(_ port: Int, _ text: String) async throws -> String {
        String(decoding: try await exchangeBytes(port, text), as: UTF8.self)
    }

    static func exchangeBytes(_ port: Int, _ text: String) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try blockingExchange(port, Array(text.utf8)) })
            }
        }
    }

    static func removeFile(_ path: String) {
        unlink(path)
    }

    static func exchange(path: String, _ text: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        let descriptor = try connectUnix(path)
                        defer { close(descriptor) }
                        return String(decoding: try converse(descriptor, Array(text.utf8)), as: UTF8.self)
                    })
            }
        }
    }

    /// Sends `text`, reads `count` bytes of the answer and cuts the connection.
    static func leave(_ port: Int, _ text: String, after count: Int) async throws {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        let descriptor = try connectPort(port)
                        // What is not read makes the system reset the connection.
                        defer { close(descriptor) }
                        try send(descriptor, Array(text.utf8))
                        var buffer = [UInt8](repeating: 0, count: count)
                        var received = 0
                        while received < count {
                            let got = recv(descriptor, &buffer, count - received, 0)
                            guard got > 0 else { throw Failure(call: "recv", errorNumber: errno) }
                            received += got
                        }
                    })
            }
        }
    }

    private static func blockingExchange(_ port: Int, _ bytes: [UInt8]) throws -> [UInt8] {
        let descriptor = try connectPort(port)
        defer { close(descriptor) }
        return try converse(descriptor, bytes)
    }

    private static func connectPort(_ port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // As bytes: whose `sockaddr_in` it is, NIO's or the system's, depends on what is compiled together.
        let family = withUnsafeBytes(of: sa_family_t(AF_INET), Array.init)
        let address =
            family + [UInt8(port >> 8), UInt8(port & 0xFF), 127, 0, 0, 1] + [UInt8](repeating: 0, count: 8)
        let connected = address.withUnsafeBytes { bytes in
            connect(
                descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
        guard connected == 0 else {
            close(descriptor)
            throw Failure(call: "connect", errorNumber: errno)
        }
        return descriptor
    }

    private static func connectUnix(_ path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else {
            close(descriptor)
            throw Failure(call: "connect", errorNumber: errno)
        }
        return descriptor
    }

    private static func converse(_ descriptor: Int32, _ bytes: [UInt8]) throws -> [UInt8] {
        // Long, since other tests may take every core for a while.
        var patience = timeval(tv_sec: 300, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        try send(descriptor, bytes)
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count == 0 || (count < 0 && errno == ECONNRESET && !received.isEmpty) { return received }
            guard count > 0 else { throw Failure(call: "recv", errorNumber: errno) }
            received += buffer[..<count]
        }
    }

    private static func send(_ descriptor: Int32, _ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(call: "send", errorNumber: errno) }
            sent += count
        }
    }
}

import Glibc

/// Waits for SIGTERM or SIGINT. SIGPIPE is ignored: a client that is gone is no reason to end.
struct StopSignals: Sendable {
    /// The handler may do little; it writes a byte into a pipe that a thread reads.
    private static let ends: (read: Int32, write: Int32) = {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }()

    init() {
        _ = Self.ends
        signal(SIGPIPE, SIG_IGN)
        for number in [SIGTERM, SIGINT] {
            signal(number) { _ in
                var byte: UInt8 = 0
                write(StopSignals.ends.write, &byte, 1)
            }
        }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let box = Unmanaged.passRetained(ResumeBox(continuation)).toOpaque()
            var thread = pthread_t()
            pthread_create(
                &thread, nil,
                { argument in
                    var byte: UInt8 = 0
                    while read(StopSignals.ends.read, &byte, 1) < 0, errno == EINTR {}
                    if let argument {
                        Unmanaged<ResumeBox>.fromOpaque(argument).takeRetainedValue().continuation.resume()
                    }
                    return nil
                }, box)
            pthread_detach(thread)
        }
    }

    private final class ResumeBox: Sendable {
        let continuation: CheckedContinuation<Void, Never>

        init(_ continuation: CheckedContinuation<Void, Never>) { self.continuation = continuation }
    }
}

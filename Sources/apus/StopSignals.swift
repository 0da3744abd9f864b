import Glibc

/// Waits for SIGTERM or SIGINT on a thread of its own. SIGPIPE is ignored: a client that is gone is no reason
/// to end.
///
/// Make it before any other thread, so that all of them inherit the mask.
struct StopSignals: Sendable {
    init() {
        signal(SIGPIPE, SIG_IGN)
        var set = Self.set
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    private static var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        return set
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let box = Unmanaged.passRetained(ResumeBox(continuation)).toOpaque()
            var thread = pthread_t()
            pthread_create(
                &thread, nil,
                { argument in
                    var set = StopSignals.set
                    var received: Int32 = 0
                    sigwait(&set, &received)
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

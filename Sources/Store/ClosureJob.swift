/// A job that runs a caller's closure and hands its outcome to the caller.
final class ClosureJob<R: Sendable>: Job {
    /// How the caller is answered.
    // SAFETY: an unsafe continuation must be resumed once. A job is either refused by the one call that hands
    // it in or taken by one thread, and either calls `finish` once.
    enum Answer {
        case continuation(UnsafeContinuation<R, any Error>)
        case callback(@Sendable (Result<R, any Error>) -> Void)
    }

    typealias Body = @Sendable (borrowing Transaction) throws -> R

    private let body: Body
    private let answer: Answer
    private var outcome: Result<R, any Error>?

    init(
        _ kind: Kind, label: StaticString, checksFirst: Bool = false, _ body: @escaping Body, answer: Answer
    ) {
        self.body = body
        self.answer = answer
        super.init(kind, label: label, checksFirst: checksFirst)
    }

    override func run(_ transaction: borrowing Transaction) -> Bool {
        do {
            outcome = .success(try body(transaction))
            return true
        } catch {
            outcome = .failure(error)
            return false
        }
    }

    override func finish(_ error: StoreError?) {
        let result = error.map { .failure($0) } ?? outcome ?? .failure(StoreError.closed)
        outcome = nil
        switch answer {
        case .continuation(let continuation): continuation.resume(with: result)
        case .callback(let callback): callback(result)
        }
    }
}

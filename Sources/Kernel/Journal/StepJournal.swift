internal import Logging
public import Store
internal import Synchronization

/// How much the journal keeps; what is older, or more, is forgotten from its beginning on.
public struct JournalLimits: Sendable, Hashable {
    public var ageMax: Duration
    /// Bytes of all steps; 0 keeps no journal.
    public var bytesMax: Int64

    public init(ageMax: Duration = .seconds(7 * 86_400), bytesMax: Int64 = 256 << 20) {
        self.ageMax = ageMax
        self.bytesMax = bytesMax
    }
}

/// Remembers the steps of events, publications and messages for a while, so that it can be told why something
/// did not arrive. A step is written in the transaction that makes it happen.
///
/// `docs/decisions/0006-why.md` says what is recorded, what is derived when asked, and what it costs.
public final class StepJournal: Sendable {
    /// Rows forgotten in one transaction.
    static let pieceSize = 512
    /// Steps after which it is looked whether there are too many.
    static let stepsPerLook = 256
    /// Bytes that a row takes besides its texts.
    static let rowBytes = 64
    /// The pause before what is too old is looked for again.
    static let agePause: Duration = .seconds(3600)

    public let limits: JournalLimits
    private let position = Atomic<Int64>(0)
    private let count = Atomic<Int>(0)
    /// Whether the duty waits for the age of a step.
    private let isArmed = Atomic<Bool>(false)
    private let signal: Signal

    init(_ limits: JournalLimits, activity: Activity) {
        self.limits = limits
        signal = Signal(activity: activity)
    }

    /// Whether steps are kept.
    public var isKept: Bool { limits.bytesMax > 0 }

    /// Writes a step down; it is kept if the transaction commits.
    public func note(_ step: Step, in tx: borrowing Transaction) throws {
        guard isKept else { return }
        try note(step, OutcomeLines(step.outcomes, of: step.subject), in: tx)
    }

    /// The same of a step whose outcomes were written by whoever brought them about.
    public func note(_ step: Step, _ lines: OutcomeLines, in tx: borrowing Transaction) throws {
        guard isKept else { return }
        let size =
            Self.rowBytes + step.subject.utf8.count + step.name.utf8.count + (step.payload?.count ?? 0)
            + lines.text.utf8.count
        let end = position.add(Int64(size), ordering: .relaxed).newValue
        try StepRows.insert(step, lines, position: end, in: tx)
        let isMany = count.add(1, ordering: .relaxed).newValue % Self.stepsPerLook == 0
        guard isMany || !isArmed.exchange(true, ordering: .relaxed) else { return }
        tx.afterCommit { [signal] in signal.fire() }
    }

    /// Goes on where the last start ended.
    func begin(at position: Int64) { self.position.store(position, ordering: .relaxed) }

    /// Forgets what is too old or too much, until the server stops.
    func run(_ kernel: Kernel) async {
        while !Task.isCancelled {
            var next: Instant?
            do {
                next = try await forget(kernel)
            } catch {
                kernel.log.error("journal: \(error)")
                next = kernel.time.now + .seconds(60)
            }
            let alarm = next.map { kernel.time.alarm(at: $0) { self.signal.fire() } }
            await signal.wait()
            if let alarm { kernel.time.cancel(alarm) }
        }
    }

    /// Answers when the oldest step that is left becomes too old.
    private func forget(_ kernel: Kernel) async throws -> Instant? {
        while !Task.isCancelled {
            let now = kernel.time.now
            let horizon = now - limits.ageMax
            let cut = position.load(ordering: .relaxed) - limits.bytesMax
            let oldest = try await kernel.store.read { tx in try StepRows.oldest(in: tx) }
            guard let oldest else {
                isArmed.store(false, ordering: .relaxed)
                return nil
            }
            isArmed.store(true, ordering: .relaxed)
            guard oldest.at < horizon || oldest.position < cut else {
                return max(oldest.at + limits.ageMax, now) + Self.agePause
            }
            let forgotten = try await kernel.store.write(label: "kernel.journal") { tx in
                try StepRows.forget(before: horizon, or: cut, limit: Self.pieceSize, in: tx)
            }
            if forgotten == 0 { return now + Self.agePause }
        }
        return nil
    }
}

extension Kernel {
    /// Reads what identifiers and the journal go on from, and draws the store's own key if it has none.
    func openJournal() async throws {
        let fresh = (0..<4).map { _ in String(entropy.next(), radix: 16) }.joined(separator: " ")
        let found = try await store.read { tx in
            (
                try tx.value("SELECT value FROM kernel_secret WHERE name = 'names'", as: String.self),
                try StepRows.lastPlace(in: tx), try StepRows.newest(in: tx)?.position
            )
        }
        if found.0 == nil {
            try await store.write(label: "kernel.names") { tx in
                try tx.run("INSERT INTO kernel_secret (name, value) VALUES ('names', \(fresh))")
            }
        }
        let key = (found.0 ?? fresh).split(separator: " ").compactMap { UInt64($0, radix: 16) }
        guard key.count == 4 else {
            throw StoreError.column(index: 0, expected: "four numbers", found: "another text")
        }
        names.establish(key, last: max(0, found.1 ?? 0))
        journal.begin(at: found.2 ?? 0)
    }
}

internal import Synchronization

/// Connections for reads that run where their caller is.
///
/// A read that finds its pages in memory takes a few microseconds; handing it to a thread and back takes ten
/// times that. So a caller borrows a connection while one is free, and only when all are in use waits for a
/// reader thread.
///
/// Beginning and ending a snapshot costs as much as a small read. A connection may therefore come back with
/// its snapshot open and serve further reads from it until something is committed. An open snapshot keeps the
/// log from starting afresh, so the writer forbids that while the log waits for it.
// SAFETY: a session belongs to one thread at a time: to whoever borrowed it, or to nobody. The mutex that
// hands it over orders all that one thread did with it before what the next one does.
final class SessionPool: @unchecked Sendable {
    private struct State {
        var idle: [Session] = []
        var opened = 0
        var isClosed = false
        var keepsSnapshots = true
    }

    private let mutex = Guarded(State())
    private let capacity: Int
    private let open: @Sendable () throws(StoreError) -> Session
    private let commits = Atomic<UInt64>(0)

    init(capacity: Int, open: @escaping @Sendable () throws(StoreError) -> Session) {
        self.capacity = capacity
        self.open = open
    }

    /// The commits so far that someone may know of. A snapshot begun after this was asked shows them all.
    var commitCount: UInt64 { commits.load(ordering: .acquiring) }

    /// Called by the writer after a commit, before it answers anyone.
    func noteCommit() { commits.add(1, ordering: .acquiringAndReleasing) }

    /// Says whether snapshots may stay open; those that nobody uses are ended at once, others when they come
    /// back.
    func keepSnapshots(_ isAllowed: Bool) {
        mutex.with { state in
            state.keepsSnapshots = isAllowed
            if !isAllowed { Self.endSnapshots(&state) }
        }
    }

    /// Ends the snapshots that nobody uses.
    func endIdleSnapshots() { mutex.with { Self.endSnapshots(&$0) } }

    private static func endSnapshots(_ state: inout State) {
        let all = state.idle.count
        state.idle.removeAll { !$0.hasEndedSnapshot() }
        state.opened -= all - state.idle.count
    }

    /// A session that nobody uses, or `nil`. Give it back with ``giveBack(_:)``.
    func borrow() throws(StoreError) -> Session? {
        let (session, mayOpen) = mutex.with { state -> (Session?, Bool) in
            if let session = state.idle.popLast() { return (session, false) }
            guard !state.isClosed, state.opened < capacity else { return (nil, false) }
            state.opened += 1
            return (nil, true)
        }
        if let session { return session }
        guard mayOpen else { return nil }
        do throws(StoreError) { return try open() } catch {
            mutex.with { $0.opened -= 1 }
            throw error
        }
    }

    func giveBack(_ session: Session) {
        let isClosed = mutex.with { state in
            if state.isClosed { return true }
            if state.keepsSnapshots || session.hasEndedSnapshot() {
                state.idle.append(session)
            } else {
                state.opened -= 1
            }
            return false
        }
        if isClosed { session.close() }
    }

    /// Closes every connection; those in use as soon as they are given back.
    func close() {
        let idle = mutex.with { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        for session in idle { session.close() }
    }
}

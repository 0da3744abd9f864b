internal import Kernel
internal import Logging
internal import Store
internal import Synchronization
internal import Wire

/// Gets and keeps the tokens of connections that authorize by OAuth.
///
/// One question is under way per connection; whoever needs the token meanwhile waits for the answer.
final class Authorizing: Sendable {
    /// Pauses between the attempts at the token of a connection that is new or changed.
    static let pauses: [Duration] = [.seconds(1), .seconds(5)]
    static let retryPause: Duration = .seconds(1)
    /// How long a request waits for a token that another one asks for.
    static let waitMax: Duration = .seconds(30)
    private static let listedMax = 64

    let kernel: Kernel
    private let stateEvents: StateEvents
    /// Fired when a connection waits to be authorized.
    let signal: Signal
    private let asking = Mutex<Set<Int64>>([])
    private let waiters: Waiters<Int64>

    init(kernel: Kernel, stateEvents: StateEvents) {
        self.kernel = kernel
        self.stateEvents = stateEvents
        signal = Signal(activity: kernel.time.activity)
        waiters = Waiters(time: kernel.time)
    }

    /// Authorizes connections that are new or changed, also those of before a restart.
    func run() async {
        while !Task.isCancelled {
            do {
                let waiting = try await kernel.store.read { tx in
                    try Connections.authorizing(limit: Self.listedMax, in: tx)
                }
                for connection in waiting where begin(connection.id) {
                    kernel.duties.run { await self.authorize(connection) }
                }
                await signal.wait()
            } catch {
                guard !Task.isCancelled else { return }
                kernel.log.error("events: \(error)")
                await kernel.time.sleep(until: kernel.time.now + Self.retryPause)
            }
        }
    }

    private func begin(_ id: Int64) -> Bool { asking.withLock { $0.insert(id).inserted } }

    private func end(_ id: Int64) {
        asking.withLock { _ = $0.remove(id) }
        waiters.wake(id)
    }

    private func authorize(_ connection: StoredConnection) async {
        defer {
            end(connection.id)
            // It may have changed meanwhile, or others were too many to be listed.
            signal.fire()
        }
        for pause in Self.pauses.map(Optional.some) + [nil] {
            do {
                // It may have been answered between the look and the beginning.
                let isWaiting = try await kernel.store.read { tx in
                    try Connections.unchanged(connection, in: tx)?.state == .authorizing
                }
                guard isWaiting else { return }
                _ = try await ask(connection, isLast: pause == nil)
                return
            } catch let failure as DeliveryFailure where failure.isRetryable && pause != nil {
                await kernel.time.sleep(until: kernel.time.now + (pause ?? .zero))
            } catch is DeliveryFailure {
                return
            } catch {
                kernel.log.error("events: \(error)")
                // The store may take nothing for a while; the connection is found again then.
                return await kernel.time.sleep(until: kernel.time.now + Self.retryPause)
            }
        }
    }

    /// A token with which a request may be made now.
    func token(of given: StoredConnection) async throws -> AccessToken {
        var connection = given
        let deadline = kernel.time.now + Self.waitMax
        while true {
            if let token = connection.token, token.isFresh(at: kernel.time.now) { return token }
            let waiter = waiters.join(connection.id)
            defer { waiters.leave(waiter) }
            if begin(connection.id) {
                defer { end(connection.id) }
                // Another one may have got a token between the look and the beginning.
                connection = try await found(connection)
                if let token = connection.token, token.isFresh(at: kernel.time.now) { return token }
                do {
                    return try await ask(connection, isLast: false)
                } catch let failure as DeliveryFailure where !failure.isRetryable {
                    throw Self.refusal(connection)
                }
            }
            await waiters.wait(waiter, until: deadline)
            guard kernel.time.now < deadline, !Task.isCancelled else {
                throw DeliveryFailure.transient(
                    code: "TIMEOUT", message: "The authorization endpoint gave no token in time.")
            }
            connection = try await found(connection)
        }
    }

    /// The connection as it is now; throws when it proves nothing any more.
    private func found(_ connection: StoredConnection) async throws -> StoredConnection {
        let id = connection.id
        guard let found = try await kernel.store.read({ tx in try Connections.with(id: id, in: tx) }),
            found.state != .deauthorized
        else { throw Self.refusal(connection) }
        return found
    }

    /// Asks the authorization endpoint; what it gives is kept, a refusal takes the connection its
    /// authorization, and so does silence to the last of several questions.
    private func ask(_ connection: StoredConnection, isLast: Bool) async throws -> AccessToken {
        do {
            let answer = try await kernel.outside.http.send(TokenRequest.make(connection.parameters))
            guard (200..<300).contains(answer.status) else {
                let message = "The authorization endpoint answered \(answer.status)."
                guard answer.status >= 500 || answer.status == 429 else {
                    throw DeliveryFailure.permanent(code: "NO_PERMISSIONS", message: message)
                }
                throw DeliveryFailure.transient(code: "NO_PERMISSIONS", message: message)
            }
            guard let token = AccessToken(answer: answer.body, at: kernel.time.now) else {
                throw DeliveryFailure.permanent(
                    code: "NO_PERMISSIONS", message: "The authorization endpoint answered no access token.")
            }
            try await keep(token, connection)
            return token
        } catch let failure as DeliveryFailure where !failure.isRetryable || isLast {
            try await deauthorize(connection, failure.message)
            throw failure
        }
    }

    private func keep(_ token: AccessToken, _ connection: StoredConnection) async throws {
        try await kernel.store.write(label: "events.token") { [kernel, stateEvents] tx in
            let now = kernel.time.now
            guard let before = try Connections.unchanged(connection, in: tx) else { return }
            try Connections.authorize(connection, token, at: now, in: tx)
            guard before.state != .authorized else { return }
            try stateEvents.tell("Authorized", of: connection, at: now, in: tx)
            try stateEvents.tell(areActive: true, usersOf: connection, at: now, in: tx)
        }
    }

    /// Says that a connection proves nothing any more, unless it has changed meanwhile.
    func deauthorize(_ connection: StoredConnection, _ reason: String) async throws {
        try await kernel.store.write(label: "events.deauthorize") { [kernel, stateEvents] tx in
            let now = kernel.time.now
            guard let before = try Connections.unchanged(connection, in: tx), before.state != .deauthorized
            else { return }
            try Connections.deauthorize(connection, reason, in: tx)
            try stateEvents.tell("Deauthorized", of: connection, reason: reason, at: now, in: tx)
            guard before.state == .authorized else { return }
            try stateEvents.tell(areActive: false, usersOf: connection, at: now, in: tx)
        }
    }

    /// Forgets a token that was refused.
    func forget(_ token: AccessToken?, of connection: StoredConnection) async throws {
        guard let token else { return }
        try await kernel.store.write(label: "events.token") { tx in
            try Connections.forget(token, of: connection, in: tx)
        }
    }

    static func refusal(_ connection: StoredConnection) -> DeliveryFailure {
        .transient(code: "NO_PERMISSIONS", message: "The connection \(connection.name) is not authorized.")
    }
}

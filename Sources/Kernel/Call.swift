public import Store

extension Kernel {
    /// One call of one operation: who asks, where, when, and the way to everything it may use.
    public final class Call: Sendable {
        public let kernel: Kernel
        public let scope: Scope
        public let principal: Principal
        /// The moment at which the call arrived; every effect of the call bears it.
        public let now: Instant
        /// Name of the service and operation, for limits, metrics and the log.
        public let operation: String
        /// How many services the call has passed through inside the server.
        public let depth: Int
        let origin: any CallOrigin

        public init(
            kernel: Kernel, scope: Scope, principal: Principal, operation: String, now: Instant? = nil,
            origin: any CallOrigin, depth: Int = 0
        ) {
            self.kernel = kernel
            self.scope = scope
            self.principal = principal
            self.operation = operation
            self.now = now ?? kernel.time.now
            self.origin = origin
            self.depth = depth
        }

        public convenience init(
            kernel: Kernel, scope: Scope, principal: Principal, operation: String, now: Instant? = nil,
            requestID: String? = nil, trace: String? = nil, endpoint: String? = nil, sourceIP: String = "",
            userAgent: String = "", source: String? = nil, depth: Int = 0
        ) {
            let now = now ?? kernel.time.now
            let origin = StatedOrigin(
                requestID: requestID ?? kernel.names.name(in: kernel.names.flow(at: now)), trace: trace,
                endpoint: endpoint ?? kernel.settings.endpoint, sourceIP: sourceIP, userAgent: userAgent,
                source: source)
            self.init(
                kernel: kernel, scope: scope, principal: principal, operation: operation, now: now,
                origin: origin, depth: depth)
        }

        public var requestID: String { origin.requestID }
        /// The trace the call belongs to, as `X-Amzn-Trace-Id` spells it.
        public var trace: String { origin.trace ?? Trace.root(of: origin.requestID, at: now) }
        /// The trace that the caller named; nil where it named none.
        public var statedTrace: String? { origin.trace }
        /// How the caller reached the server: scheme, host and port, for URLs in answers.
        public var endpoint: String { origin.endpoint }
        public var sourceIP: String { origin.sourceIP }
        public var userAgent: String { origin.userAgent }
        public var account: String { scope.account }
        public var region: String { scope.region }

        /// A fresh UUID.
        public func makeID() -> String { kernel.entropy.uuid() }

        /// The flow to which the call belongs: that of the delivery which made it, or its own.
        public var flow: Flow {
            if let flow = origin.flow { return flow }
            if case .flow(let flow)? = kernel.names.meaning(of: requestID) { return flow }
            return kernel.names.flow(at: now)
        }

        /// The flow of something that the call brings in: that of the delivery which made it, or a new one.
        public func makeFlow() -> Flow { origin.flow ?? kernel.names.flow(at: now) }

        /// A fresh identifier of something that belongs to the call's flow.
        public func makeName() -> String { kernel.names.name(in: flow) }

        /// Says under which identifier the receiver of the delivery that made this call knows it from now on.
        public func noteArrival(_ name: String, row: Int64 = 0, isRepetition: Bool = false) {
            origin.note(Arrival(name: name, row: row, isRepetition: isRepetition))
        }

        /// Runs `body` as one transaction; it has happened durably when this returns.
        ///
        /// The closure runs on the writer, shared by all: it may take two milliseconds, not more.
        public func write<R: Sendable>(
            _ body: @escaping @Sendable (borrowing Transaction) throws -> R
        ) async throws -> R {
            try await kernel.store.write(label: "call", body)
        }

        /// Runs `body` on a snapshot of what is durable.
        public func read<R: Sendable>(
            _ body: @escaping @Sendable (borrowing Transaction) throws -> R
        ) async throws -> R {
            try await kernel.store.read(body)
        }
    }
}

/// The trace header of X-Ray.
/// <https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader>
public enum Trace {
    /// The trace that begins with a request: its id is made of the request's, so that it need not be kept.
    public static func root(of requestID: String, at now: Instant) -> String {
        let time = String(now.seconds, radix: 16)
        let padded = String(repeating: "0", count: max(0, 8 - time.count)) + time
        return "Root=1-\(padded)-\(digits(of: requestID))"
    }

    /// Twenty-four hexadecimal digits.
    private static func digits(of requestID: String) -> String {
        let digits = requestID.utf8.filter { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        guard digits.count == 32, requestID.utf8.count == 36 else {
            return String(Digest.hex(Digest.md5(requestID.utf8)).prefix(24))
        }
        return String(decoding: digits.suffix(24), as: UTF8.self)
    }
}

public import Store

extension Kernel {
    /// One call of one operation: who asks, where, when, and the way to everything it may use.
    public final class Call: Sendable {
        public let kernel: Kernel
        public let scope: Scope
        public let principal: Principal
        /// The moment at which the call arrived; every effect of the call bears it.
        public let now: Instant
        public let requestID: String
        /// The trace the call belongs to, as `X-Amzn-Trace-Id` spells it.
        public let trace: String
        /// Name of the service and operation, for limits, metrics and the log.
        public let operation: String
        /// How the caller reached the server: scheme, host and port, for URLs in answers.
        public let endpoint: String
        public let sourceIP: String
        public let userAgent: String
        /// How many services the call has passed through inside the server.
        public let depth: Int

        public init(
            kernel: Kernel, scope: Scope, principal: Principal, operation: String, now: Instant? = nil,
            requestID: String? = nil, trace: String? = nil, endpoint: String? = nil, sourceIP: String = "",
            userAgent: String = "", depth: Int = 0
        ) {
            self.kernel = kernel
            self.scope = scope
            self.principal = principal
            self.operation = operation
            let moment = now ?? kernel.time.now
            self.now = moment
            self.requestID = requestID ?? kernel.entropy.uuid()
            self.trace = trace ?? Trace.new(at: moment, entropy: kernel.entropy)
            self.endpoint = endpoint ?? kernel.settings.endpoint
            self.sourceIP = sourceIP
            self.userAgent = userAgent
            self.depth = depth
        }

        public var account: String { scope.account }
        public var region: String { scope.region }

        /// A fresh UUID.
        public func makeID() -> String { kernel.entropy.uuid() }

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
    public static func new(at now: Instant, entropy: Entropy) -> String {
        let time = String(now.seconds, radix: 16)
        let padded = String(repeating: "0", count: max(0, 8 - time.count)) + time
        return "Root=1-\(padded)-\(hex16(entropy.next()))\(hex16(entropy.next()).prefix(8))"
    }

    private static func hex16(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

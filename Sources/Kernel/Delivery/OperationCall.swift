public import Store
internal import Wire

extension Delivery {
    private static let callPrefix = "call:"

    /// The target that is any operation of any service, for example of `sqs:SendMessage`.
    ///
    /// The payload is the operation's input as JSON, see `JSON.fitted(to:)`. The role acts; the delivery
    /// leaves the transaction of its sender, so that it is made at least once.
    public static func target(calling action: String) -> String { callPrefix + action }

    /// The operation that is the target; nil when the target is something else.
    var calledAction: String? {
        target.hasPrefix(Self.callPrefix) ? String(target.dropFirst(Self.callPrefix.count)) : nil
    }
}

extension Kernel {
    /// Calls an operation on behalf of a delivery, in its role.
    func perform(_ action: String, for delivery: Delivery, scope id: Int64) async throws {
        let now = time.now
        let (scope, principal) = try await store.read { tx in
            let scope = try self.scopes.scope(id: id, in: tx) ?? .none
            return (scope, try self.principal(of: delivery, scope, at: now, in: tx))
        }
        let input: JSON
        do {
            input = try JSON(parsing: delivery.payload)
        } catch {
            throw DeliveryFailure.permanent(code: "INVALID_JSON", message: "The input is not JSON.")
        }
        let parts = action.split(separator: ":", maxSplits: 1).map(String.init)
        let schema = parts.count == 2 ? service(parts[0])?.actions[parts[1]]?.operation.input : nil
        let call = Call(
            kernel: self, scope: scope, principal: principal, operation: "kernel.call", now: now,
            trace: delivery.trace, source: delivery.source)
        _ = try await call.invoke(action, schema.map { input.fitted(to: $0) } ?? input)
    }

    private func principal(
        of delivery: Delivery, _ scope: Scope, at now: Instant, in tx: borrowing Transaction
    ) throws -> Principal {
        let source = ARN(delivery.source)
        let sender = "\(source?.service ?? "apus").amazonaws.com"
        guard let role = delivery.role else {
            return delivery.caller ?? Principal(kind: .service(name: sender), account: scope.account)
        }
        return try actor(
            in: role, session: delivery.id, service: sender, for: source, scope, at: now, in: tx)
    }

    /// The principal that a service is when it acts in a role on behalf of the resource `source`.
    ///
    /// The role must exist and trust the service where authentication is on; a `DeliveryFailure` says that
    /// it does not. Otherwise the role need not exist.
    public func actor(
        in role: String, session: String, service: String, for source: ARN?, _ scope: Scope, at now: Instant,
        in tx: borrowing Transaction
    ) throws -> Principal {
        let found = try ARN(role).flatMap { try authoriser.role($0, in: tx) }
        guard settings.authentication == .enforce else {
            let name = role.split(separator: "/").last.map(String.init) ?? "role"
            return found?.principal(session: session)
                ?? Principal(
                    kind: .role(name: name, session: session), account: scope.account, issuerARN: role,
                    userID: "AROAAPUS00000000:\(session)")
        }
        guard let found else {
            throw DeliveryFailure.permanent(
                code: "INVALID_ROLE", message: "The role \(role) does not exist.")
        }
        guard try authoriser.trusts(found, service: service, for: source, at: now, in: tx) else {
            throw DeliveryFailure.permanent(
                code: "NO_PERMISSIONS", message: "The role \(role) cannot be assumed by \(service).")
        }
        return found.principal(session: session)
    }
}

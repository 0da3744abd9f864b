internal import EventSources
internal import Kernel
internal import LambdaInterface
internal import Logging
internal import Store
internal import Wire

extension Lambda {
    /// Starts every mapping that was active when the server ended.
    func startMappings() async throws {
        var last: Int64 = 0
        while true {
            let place = last
            let page = try await kernel.store.read { tx in
                try Mappings.after(place, limit: Limits.pageSizeMax, in: tx)
            }
            guard let end = page.last else { return }
            last = end.id
            for mapping in page where mapping.state != "Disabled" {
                let scope = try await kernel.store.read { [kernel] tx in
                    try kernel.scopes.scope(id: mapping.scope, in: tx)
                }
                if let scope { settle(mapping.uuid, isEnabled: mapping.state != "Disabling", scope) }
            }
        }
    }

    /// Brings a mapping into the state that was asked for.
    func settle(_ uuid: String, isEnabled: Bool, _ scope: Scope) {
        kernel.duties.run {
            do {
                let mapping = try await kernel.store.write(label: "lambda.mapping") { tx -> Mapping? in
                    guard var mapping = try Mappings.with(uuid: uuid, scope, in: tx) else { return nil }
                    mapping.state = isEnabled ? "Enabled" : "Disabled"
                    try Mappings.update(mapping, in: tx)
                    return mapping
                }
                guard let mapping, isEnabled else { return pollers.stop(uuid) }
                let consumer = MappingConsumer(mapping: mapping, scope: scope, lambda: self)
                if let poller = try consumer.poller() { pollers.start(poller, for: uuid) }
            } catch {
                kernel.log.error("lambda: mapping \(uuid): \(error)")
            }
        }
    }

    /// A call that a function's role makes.
    func functionCall(
        _ version: FunctionVersion, _ reference: FunctionReference, _ scope: Scope, operation: String
    ) async throws -> Call {
        let role = version.configuration.role ?? ""
        let kernel = kernel
        let principal = try await kernel.store.read { tx in
            try RolePrincipal.of(role, session: reference.name, scope, kernel, in: tx)
        }
        return Call(kernel: kernel, scope: scope, principal: principal, operation: operation)
    }
}

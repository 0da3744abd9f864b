internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func listEventSourceMappings(
        _ input: ListEventSourceMappingsInput, _ call: Call
    ) async throws -> ListEventSourceMappingsOutput {
        let reference = try input.functionName.map { try FunctionReference($0) }
        let name = reference.map { reference in
            reference.qualifier.map { "\(reference.name):\($0)" } ?? reference.name
        }
        let limit = min(input.maxItems ?? 100, 100)
        let question = "ListEventSourceMappings \(call.scope.id) \(name ?? "") \(input.eventSourceArn ?? "")"
        let place = try place(input.marker, question)
        return try await call.read { tx in
            let found = try Mappings.listed(
                call.scope, source: input.eventSourceArn, function: name, after: Int64(place) ?? 0,
                limit: limit + 1, in: tx)
            let next =
                found.count > limit ? PageToken.encode([String(found[limit - 1].id)], for: question) : nil
            return ListEventSourceMappingsOutput(
                nextMarker: next, eventSourceMappings: found.prefix(limit).map(\.answer))
        }
    }
}

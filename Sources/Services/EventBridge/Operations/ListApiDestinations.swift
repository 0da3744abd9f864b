internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func listApiDestinations(
        _ input: ListApiDestinationsInput, _ call: Call
    ) async throws -> ListApiDestinationsOutput {
        guard input.namePrefix == nil || input.connectionArn == nil else {
            throw ValidationException("At most one filter is allowed for ListApiDestinations.")
        }
        let (prefix, limit) = (input.namePrefix ?? "", input.limit ?? Self.pageSize)
        let connection = input.connectionArn
        let question = "destinations \(call.scope.id) \(prefix) \(connection ?? "")"
        let place = try Self.place(input.nextToken, for: question)
        let found = try await call.read { tx in
            let limit = limit + 1
            var listed: [StoredDestination] = []
            if let connection {
                listed = try Destinations.listed(
                    call.scope, connection: connection, after: place, limit: limit, in: tx)
            } else {
                listed = try Destinations.listed(
                    call.scope, prefix: prefix, after: place, limit: limit, in: tx)
            }
            var found: [(StoredDestination, String)] = []
            for destination in listed {
                found.append((destination, try Self.state(of: destination, in: tx)))
            }
            return found
        }
        let page = Self.page(found, limit: limit, for: question, place: \.0.name)
        let destinations = page.entries.map { destination, state in
            ApiDestination(
                apiDestinationArn: destination.arn, name: destination.name, apiDestinationState: state,
                connectionArn: destination.connection, invocationEndpoint: destination.endpoint,
                httpMethod: destination.method, invocationRateLimitPerSecond: destination.rate,
                creationTime: destination.createdAt.timestamp,
                lastModifiedTime: destination.modifiedAt.timestamp)
        }
        return ListApiDestinationsOutput(apiDestinations: destinations, nextToken: page.token)
    }
}

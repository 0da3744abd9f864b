internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// The accounts to which the caller offers a source.
    func listPartnerEventSourceAccounts(
        _ input: ListPartnerEventSourceAccountsInput, _ call: Call
    ) async throws -> ListPartnerEventSourceAccountsOutput {
        let (name, limit) = (input.eventSourceName, input.limit ?? Self.pageSize)
        let question = "partner accounts \(call.scope.id) \(name)"
        let place = try Self.place(input.nextToken, for: question)
        let found = try await call.read { tx in
            try PartnerSources.offers(of: name, by: call.scope, after: place, limit: limit + 1, in: tx)
        }
        guard !found.isEmpty || !place.isEmpty else { throw PartnerSource.missing(name) }
        let page = Self.page(found, limit: limit, for: question, place: \.account)
        let accounts = page.entries.map {
            PartnerEventSourceAccount(
                account: $0.account, creationTime: $0.createdAt.timestamp,
                expirationTime: $0.expiresAt?.timestamp, state: $0.state.rawValue)
        }
        return ListPartnerEventSourceAccountsOutput(
            partnerEventSourceAccounts: accounts, nextToken: page.token)
    }
}

internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers what holds for all APIs of the account.
    func getAccount(_ input: GetAccountInput, _ call: Call) async throws -> Account {
        try await call.read { tx in try Accounts.find(call.scope, in: tx) }
    }
}

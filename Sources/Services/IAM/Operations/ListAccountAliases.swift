internal import IAMInterface
internal import Kernel

extension IAM {
    /// Answers the alias of the account, if it has one.
    func listAccountAliases(
        _ input: ListAccountAliasesInput, _ call: Call
    ) async throws -> ListAccountAliasesOutput {
        let alias = try await call.read { tx in try AccountAliases.of(call.account, in: tx) }
        return ListAccountAliasesOutput(accountAliases: [alias].compactMap { $0 }, isTruncated: false)
    }
}

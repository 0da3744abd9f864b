internal import IAMInterface
internal import Kernel

extension IAM {
    /// Answers all users, groups, roles and policies of the account with what belongs to them.
    func getAccountAuthorizationDetails(
        _ input: GetAccountAuthorizationDetailsInput, _ call: Call
    ) async throws -> GetAccountAuthorizationDetailsOutput {
        try await call.read { tx in
            var details = try AccountDetails(input)
            try details.fill(call, in: tx)
            return details.output
        }
    }
}

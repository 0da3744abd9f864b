internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Gives the account an alias, of which it has one.
    func createAccountAlias(_ input: CreateAccountAliasInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            if let owner = try AccountAliases.account(of: input.accountAlias, in: tx), owner != call.account {
                throw EntityAlreadyExistsException(
                    "The account alias \(input.accountAlias) already exists.")
            }
            try AccountAliases.set(input.accountAlias, of: call.account, in: tx)
            return Unit()
        }
    }
}

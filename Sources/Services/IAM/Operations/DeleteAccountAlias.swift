internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Takes the alias off the account.
    func deleteAccountAlias(_ input: DeleteAccountAliasInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            guard try AccountAliases.of(call.account, in: tx) == input.accountAlias else {
                throw NoSuchEntityException(
                    "The account alias with name \(input.accountAlias) cannot be found.")
            }
            try AccountAliases.remove(call.account, in: tx)
            return Unit()
        }
    }
}

internal import Kernel
internal import STSInterface

extension STS {
    /// Answers the account of an access key.
    func getAccessKeyInfo(
        _ input: GetAccessKeyInfoInput, _ call: Call
    ) async throws -> GetAccessKeyInfoOutput {
        guard let known = try await kernel.credentials.credential(input.accessKeyId, kernel.store) else {
            throw ValidationError("\(input.accessKeyId) is not a valid access key ID.")
        }
        return GetAccessKeyInfoOutput(account: known.principal.account)
    }
}

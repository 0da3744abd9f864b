internal import IAMInterface
internal import Kernel

extension IAM {
    /// Answers whose a key is, and when and where it was used last.
    func getAccessKeyLastUsed(
        _ input: GetAccessKeyLastUsedInput, _ call: Call
    ) async throws -> GetAccessKeyLastUsedOutput {
        try await call.read { tx in
            guard let key = try AccessKeys.find(input.accessKeyId, in: tx) else {
                throw NoSuchEntityException(
                    "The Access Key with id \(input.accessKeyId) cannot be found.")
            }
            let use = try call.kernel.credentials.lastUse(of: key.id, in: tx)
            return GetAccessKeyLastUsedOutput(
                userName: key.user,
                accessKeyLastUsed: AccessKeyLastUsed(
                    serviceName: use?.service ?? "N/A", region: use?.region ?? "N/A",
                    lastUsedDate: use?.at.timestamp))
        }
    }
}

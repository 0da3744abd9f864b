internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func getAccountSettings(_ input: GetAccountSettingsInput, _ call: Call) async throws
        -> GetAccountSettingsOutput
    {
        try await call.read { tx in
            let reserved = try Functions.reservedTotal(call.scope, except: "", in: tx)
            return GetAccountSettingsOutput(
                accountLimit: AccountLimit(
                    totalCodeSize: Limits.codeStorageMax, codeSizeUnzipped: Limits.unpackedSizeMax,
                    codeSizeZipped: Limits.zipSizeMax, concurrentExecutions: Limits.concurrencyMax,
                    unreservedConcurrentExecutions: Limits.concurrencyMax - reserved),
                accountUsage: AccountUsage(
                    totalCodeSize: try Codes.totalSize(in: tx),
                    functionCount: try Functions.count(call.scope, in: tx)))
        }
    }
}

internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    func listSMSSandboxPhoneNumbers(
        _ input: ListSMSSandboxPhoneNumbersInput, _ call: Call
    ) async throws -> ListSMSSandboxPhoneNumbersOutput {
        let limit = input.maxResults ?? SNS.pageSize
        let place = try Self.place(input.nextToken, for: "sandbox \(call.scope.id)") ?? ""
        let found = try await call.read { tx in
            try SandboxNumbers.listed(call.scope, after: place, limit: limit + 1, in: tx)
        }
        let page = found.prefix(limit)
        let token =
            found.count > limit
            ? page.last.map { PageToken.encode([$0.number], for: "sandbox \(call.scope.id)") } : nil
        return ListSMSSandboxPhoneNumbersOutput(
            phoneNumbers: page.map { SMSSandboxPhoneNumber(phoneNumber: $0.number, status: $0.status) },
            nextToken: token)
    }
}

internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    func getSMSAttributes(_ input: GetSMSAttributesInput, _ call: Call) async throws -> GetSMSAttributesOutput
    {
        var found = try await call.read { tx in try SMSSettings.of(call.scope.id, in: tx) }
        found["MonthlySpendLimit"] = found["MonthlySpendLimit"] ?? "1"
        if let names = input.attributes, !names.isEmpty { found = found.filter { names.contains($0.key) } }
        return GetSMSAttributesOutput(attributes: found)
    }
}

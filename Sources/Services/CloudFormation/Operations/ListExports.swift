internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    static let exportPage = 100

    /// What the stacks of the account and region export.
    func listExports(_ input: ListExportsInput, _ call: Call) async throws -> ListExportsOutput {
        let question = "ListExports/\(call.scope.id)"
        let after = try PagePlace.text(input.nextToken, question) ?? ""
        return try await call.read { tx in
            let page = try Exports.page(call.scope, after: after, limit: Self.exportPage, in: tx)
            let token =
                page.count == Self.exportPage
                ? page.last.map { PageToken.encode([$0.name], for: question) } : nil
            return ListExportsOutput(
                exports: page.map { Export(exportingStackId: $0.stack, name: $0.name, value: $0.value) },
                nextToken: token)
        }
    }
}

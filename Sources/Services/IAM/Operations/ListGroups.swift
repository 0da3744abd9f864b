internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the groups of the account by name.
    func listGroups(_ input: ListGroupsInput, _ call: Call) async throws -> ListGroupsOutput {
        let page = try Page(input.marker, input.maxItems, of: "groups")
        let found = try await call.read { tx in try Groups.list(call.account, page, in: tx) }
        let (entries, marker) = page.cut(found, by: \.name)
        let prefix = input.pathPrefix ?? "/"
        return ListGroupsOutput(
            groups: entries.filter { $0.path.hasPrefix(prefix) }.map { $0.shape(call) },
            isTruncated: marker != nil, marker: marker)
    }
}

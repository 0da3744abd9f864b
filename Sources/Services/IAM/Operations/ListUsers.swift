internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the users of the account by name.
    func listUsers(_ input: ListUsersInput, _ call: Call) async throws -> ListUsersOutput {
        let page = try Page(input.marker, input.maxItems, of: "users")
        let found = try await call.read { tx in try Users.list(call.account, page, in: tx) }
        let (entries, marker) = page.cut(found, by: \.name)
        let prefix = input.pathPrefix ?? "/"
        return ListUsersOutput(
            users: entries.filter { $0.path.hasPrefix(prefix) }.map { $0.shape(call) },
            isTruncated: marker != nil, marker: marker)
    }
}

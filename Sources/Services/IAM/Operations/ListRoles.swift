internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the roles of the account by name.
    func listRoles(_ input: ListRolesInput, _ call: Call) async throws -> ListRolesOutput {
        let page = try Page(input.marker, input.maxItems, of: "roles")
        let found = try await call.read { tx in
            try Roles.list(call.account, after: page.after, limit: page.limit + 1, in: tx)
        }
        let (entries, marker) = page.cut(found, by: \.name)
        let prefix = input.pathPrefix ?? "/"
        return ListRolesOutput(
            roles: entries.filter { $0.path.hasPrefix(prefix) }.map { $0.shape(call) },
            isTruncated: marker != nil, marker: marker)
    }
}

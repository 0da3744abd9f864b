internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the access keys of a user.
    func listAccessKeys(_ input: ListAccessKeysInput, _ call: Call) async throws -> ListAccessKeysOutput {
        let name = try userName(input.userName, call)
        let page = try Page(input.marker, input.maxItems, of: "keys of \(name)")
        let keys = try await call.read { tx in
            let user = try Users.named(name, call.account, in: tx)
            return try AccessKeys.all(of: user.name, call.account, in: tx)
        }
        let (entries, marker) = page.cut(whole: keys, by: \.id)
        return ListAccessKeysOutput(
            accessKeyMetadata: entries.map(\.metadata), isTruncated: marker != nil, marker: marker)
    }
}

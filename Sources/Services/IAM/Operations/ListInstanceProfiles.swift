internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the instance profiles of the account by name.
    func listInstanceProfiles(
        _ input: ListInstanceProfilesInput, _ call: Call
    ) async throws -> ListInstanceProfilesOutput {
        let page = try Page(input.marker, input.maxItems, of: "instance profiles")
        return try await call.read { tx in
            let found = try InstanceProfiles.list(call.account, page, in: tx)
            let (entries, marker) = page.cut(found, by: \.name)
            var shapes: [InstanceProfile] = []
            for profile in entries where profile.path.hasPrefix(input.pathPrefix ?? "/") {
                shapes.append(try profile.shape(call, in: tx))
            }
            return ListInstanceProfilesOutput(
                instanceProfiles: shapes, isTruncated: marker != nil, marker: marker)
        }
    }
}

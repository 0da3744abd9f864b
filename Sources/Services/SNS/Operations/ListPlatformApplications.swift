internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    func listPlatformApplications(
        _ input: ListPlatformApplicationsInput, _ call: Call
    ) async throws -> ListPlatformApplicationsOutput {
        let question = "applications \(call.scope.id)"
        let place = try Self.place(input.nextToken, for: question).flatMap { Int64($0) } ?? 0
        let found = try await call.read { tx in
            try Applications.listed(call.scope, after: place, limit: Self.pageSize + 1, in: tx)
        }
        let page = found.prefix(Self.pageSize)
        let isMore = found.count > Self.pageSize
        return ListPlatformApplicationsOutput(
            platformApplications: page.map {
                PlatformApplication(platformApplicationArn: $0.arn, attributes: $0.shown)
            },
            nextToken: isMore ? page.last.map { PageToken.encode(["\($0.id)"], for: question) } : nil)
    }
}

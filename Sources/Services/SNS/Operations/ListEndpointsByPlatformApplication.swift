internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    func listEndpointsByPlatformApplication(
        _ input: ListEndpointsByPlatformApplicationInput, _ call: Call
    ) async throws -> ListEndpointsByPlatformApplicationOutput {
        let arn = try ARNText.platformApplication(input.platformApplicationArn)
        let question = "endpoints \(arn)"
        let place = try Self.place(input.nextToken, for: question).flatMap { Int64($0) } ?? 0
        let found = try await call.read { tx in
            let application = try Self.application(arn, in: tx)
            return try Endpoints.listed(application.id, after: place, limit: Self.pageSize + 1, in: tx)
        }
        let page = found.prefix(Self.pageSize)
        let isMore = found.count > Self.pageSize
        return ListEndpointsByPlatformApplicationOutput(
            endpoints: page.map { Endpoint(endpointArn: $0.arn, attributes: $0.shown) },
            nextToken: isMore ? page.last.map { PageToken.encode(["\($0.id)"], for: question) } : nil)
    }
}

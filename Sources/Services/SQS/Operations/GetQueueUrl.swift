internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Tells the URL under which the caller reaches a queue, its own or that of another account.
    func getQueueUrl(_ input: GetQueueUrlInput, _ call: Call) async throws -> GetQueueUrlOutput {
        guard QueueName.isPossible(input.queueName) else {
            throw InvalidParameterValue(
                "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length")
        }
        let owner = input.queueOwnerAWSAccountId ?? call.account
        let url = QueueURL.text(endpoint: call.endpoint, account: owner, name: input.queueName)
        guard QueueURL(url) != nil else { throw QueueDoesNotExist() }
        return GetQueueUrlOutput(queueUrl: try await queue(at: url, call).url(at: call.endpoint))
    }
}

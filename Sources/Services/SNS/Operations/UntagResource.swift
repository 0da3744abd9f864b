internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    func untagResource(_ input: UntagResourceInput, _ call: Call) async throws -> UntagResourceOutput {
        let arn = try ARNText.topic(input.resourceArn, parameter: "ResourceArn", call)
        let keys = input.tagKeys
        try await call.write { tx in
            try Self.requireTagged(arn, in: tx)
            try Tags.remove(keys, from: arn, in: tx)
        }
        return UntagResourceOutput()
    }
}

internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// What the URLs begin with that custom resources and wait conditions answer to.
    static let answerPath = "/_cloudformation/answers/"
    /// Bytes of an answer, as on AWS.
    static let answerSizeMax = 4096

    var routes: [Route] {
        [
            Route(.path(prefix: Self.answerPath)) { request, _ in
                try await take(request)
            }
        ]
    }

    private func take(_ request: RouteRequest) async throws -> ResponseParts {
        guard request.method == "PUT" || request.method == "POST" else { return ResponseParts(status: 405) }
        let token = String(request.path.dropFirst(Self.answerPath.count))
        guard request.parts.body.count <= Self.answerSizeMax else { return ResponseParts(status: 413) }
        guard let answer = try? JSON(parsing: request.parts.body), let status = answer["Status"]?.string,
            ["SUCCESS", "FAILED", "FAILURE"].contains(status)
        else { return ResponseParts(status: 400) }
        let body = answer.text
        let answers = answers
        let isTaken = try await kernel.store.write(label: "cloudformation.answer") { tx in
            guard try Responses.add(body, to: token, in: tx) else { return false }
            tx.afterCommit { answers.wake(token) }
            return true
        }
        return ResponseParts(status: isTaken ? 200 : 403)
    }
}

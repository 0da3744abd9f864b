internal import Kernel
internal import S3Interface
internal import Store
internal import Wire

extension S3 {
    static var answersCrossOrigin: Bool { true }

    /// What the bucket's configuration says to a page of another origin. A preflight that no rule allows is
    /// refused; any other request goes on without a word about origins, so that its browser hides the answer.
    func crossOrigin(_ request: CrossOriginRequest) async throws -> [(name: String, value: String)] {
        let parts = request.path.split(separator: "/", maxSplits: 1)
        let name = parts.first.flatMap { PercentCoding.decoded($0) } ?? ""
        let text = try await kernel.store.read { tx in try Buckets.find(name, in: tx)?.cors }
        let rules = try text.map { try CrossOriginRule.list(json: $0) } ?? []
        for rule in rules {
            if let fields = rule.answer(request) { return fields }
        }
        guard request.isPreflight else { return [] }
        let type = parts.count > 1 ? "OBJECT" : "BUCKET"
        guard text != nil else {
            throw AccessForbidden(
                "CORSResponse: CORS is not enabled for this bucket.", method: request.method,
                resourceType: type)
        }
        throw AccessForbidden(method: request.method, resourceType: type)
    }
}

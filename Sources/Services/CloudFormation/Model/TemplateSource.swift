internal import CloudFormationInterface
internal import Kernel
internal import Wire

/// Where a template is: in the request, or an object in S3.
enum TemplateSource {
    static func text(body: String?, url: String?, _ call: Kernel.Call) async throws -> String {
        switch (body, url) {
        case (let body?, nil):
            guard body.utf8.count <= TemplateLimits.bodySizeMax else {
                throw ValidationError(
                    "1 validation error detected: Value '\(body)' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to \(TemplateLimits.bodySizeMax)"
                )
            }
            guard !body.isEmpty else {
                throw ValidationError(
                    "1 validation error detected: Value '' at 'templateBody' failed to satisfy constraint: Member must have length greater than or equal to 1"
                )
            }
            return body
        case (nil, let url?): return try await object(at: url, call)
        default: throw ValidationError("Either Template URL or Template Body must be specified.")
        }
    }

    private static func object(at url: String, _ call: Kernel.Call) async throws -> String {
        guard let place = ObjectURL(url) else {
            throw ValidationError(
                "S3 error: Domain name specified in \(url.prefix(200)) is not a valid S3 domain")
        }
        guard let service = call.kernel.service("s3"), let action = service.actions["GetObject"] else {
            throw NotImplemented("TemplateURL (S3 is not served here)")
        }
        let ready: ReadyCall
        do throws(WireError) {
            ready = try action.prepare(
                RequestParts(query: "x-id=GetObject", labels: ["Bucket": place.bucket, "Key": place.key]),
                .restXml)
        } catch {
            throw ValidationError("S3 error: \(url.prefix(200)) cannot be read")
        }
        let inner = Kernel.Call(
            kernel: call.kernel, scope: call.scope, principal: call.principal, operation: "GetObject",
            requestID: call.requestID, trace: call.trace, endpoint: call.endpoint, depth: call.depth + 1)
        do {
            try await call.kernel.authorise(action, ready, inner)
            let answer = WireProtocol.restXml.encode(
                try await ready.run(inner), for: action.operation, of: service.model,
                requestID: call.requestID)
            return try await text(of: answer)
        } catch let failure as ValidationError {
            throw failure
        } catch let failure as any Failure {
            throw ValidationError("S3 error: \(failure.message)")
        }
    }

    private static func text(of answer: ResponseParts) async throws -> String {
        var bytes = answer.body
        while let piece = try await answer.stream?.next() {
            bytes += piece
            guard bytes.count <= TemplateLimits.objectSizeMax else { break }
        }
        guard bytes.count <= TemplateLimits.objectSizeMax else {
            throw ValidationError("Template may not exceed \(TemplateLimits.objectSizeMax) bytes in size.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ValidationError.format("The template is not UTF-8.")
        }
        return text
    }
}

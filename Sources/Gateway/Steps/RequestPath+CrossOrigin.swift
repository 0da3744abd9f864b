internal import Kernel
internal import Logging
internal import Wire

extension RequestPath {
    /// What the service says to the page that a request comes from; nothing when it cannot find out, which
    /// keeps the answer from the page.
    func crossOrigin(
        _ origin: String, _ service: RegisteredService, _ head: RequestHead
    ) async -> [(name: String, value: String)] {
        let request = CrossOriginRequest(
            origin: origin, method: head.method, headers: [], path: head.path, isPreflight: false)
        do {
            return try await service.crossOrigin(request)
        } catch {
            kernel.log.error("cross-origin \(head.path) [\(head.requestID)]: \(error)")
            return []
        }
    }

    /// The service that a preflight asks; nil for any other request.
    func serviceOfPreflight(_ head: RequestHead) -> RegisteredService? {
        head.method == "OPTIONS" ? finder.serviceOfPreflight(head) : nil
    }

    /// Answers a browser that asks whether a page may ask.
    func preflight(_ requestHead: RequestHead, _ service: RegisteredService) async -> HTTPResponse {
        let head = finder.located(requestHead, service)
        do {
            guard let origin = head.headers.first("origin") else {
                throw CommonFailure(
                    "BadRequest", "Insufficient information. Origin request header needed.")
            }
            guard let method = head.headers.first("access-control-request-method") else {
                throw CommonFailure("BadRequest", "Invalid Access-Control-Request-Method: null")
            }
            let names = (head.headers.first("access-control-request-headers") ?? "").split(separator: ",")
                .map { String($0.drop { $0 == " " }.prefix { $0 != " " }) }
            let fields = try await service.crossOrigin(
                CrossOriginRequest(
                    origin: origin, method: method, headers: names.filter { !$0.isEmpty }, path: head.path,
                    isPreflight: true))
            var parts = ResponseParts(status: 200)
            parts.headers = fields + [("x-amz-request-id", head.requestID)]
            return Framing.response(parts)
        } catch {
            return refuse(preflight: error, service, head)
        }
    }

    private func refuse(
        preflight error: any Error, _ service: RegisteredService, _ head: RequestHead
    ) -> HTTPResponse {
        var failure = error as? any Failure
        if failure == nil {
            kernel.log.error("cross-origin \(head.path) [\(head.requestID)]: \(error)")
            failure = CommonFailure.internalFailure(requestID: head.requestID)
        }
        guard let failure else { return HTTPResponse(status: 500, headers: [:], body: .bytes([])) }
        let wireProtocol = service.model.protocols.contains(.restXml) ? WireProtocol.restXml : .restJson
        return Framing.response(
            wireProtocol.encode(
                failure: failure, of: service.model, requestID: head.requestID, queryCompatible: false))
    }
}

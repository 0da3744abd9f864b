extension WireProtocol {
    /// Writes a failure as the service's answer, in the spelling of the protocol.
    ///
    /// Set `queryCompatible` when the caller asked for the codes of the query protocol (`x-amzn-query-mode`).
    /// `resource` is the path that S3 repeats in its error document.
    public func encode(
        failure: any Failure, of service: ServiceModel, requestID: String, queryCompatible: Bool = false,
        resource: String? = nil
    ) -> ResponseParts {
        var parts = ResponseParts(status: failure.status)
        parts.headers.append((name: service.isS3 ? "x-amz-request-id" : "x-amzn-RequestId", value: requestID))
        parts.headers.append((name: "Content-Type", value: contentType))
        switch self {
        case .awsJson1_0, .awsJson1_1:
            let type = service.errorNamespace.isEmpty ? failure.code : "\(service.errorNamespace)#\(failure.code)"
            parts.body = jsonError(failure, type: type)
        case .restJson:
            parts.headers.append((name: "x-amzn-ErrorType", value: failure.code))
            parts.body = jsonError(failure, type: nil)
        case .awsQuery: parts.body = queryError(failure, of: service, requestID: requestID)
        case .restXml, .rpcv2Cbor: break
        }
        if service.isQueryCompatible, queryCompatible, self != .awsQuery {
            let fault = failure.isSenderFault ? "Sender" : "Receiver"
            parts.headers.append((name: "x-amzn-query-error", value: "\(failure.queryCode);\(fault)"))
        }
        return parts
    }

    /// `{"__type":…,"message":…}` with the failure's own members after them.
    private func jsonError(_ failure: any Failure, type: String?) -> [UInt8] {
        var body = (failure as? any Failure & Shape)?.json() ?? plainError(failure)
        guard let type else { return body }
        var head = Array("{\"__type\":".utf8)
        JSON.write(string: type, to: &head)
        if body.count > 2 { head.append(UInt8(ascii: ",")) }
        body.replaceSubrange(0..<1, with: head)
        return body
    }

    private func plainError(_ failure: any Failure) -> [UInt8] {
        var body = Array("{\"message\":".utf8)
        JSON.write(string: failure.message, to: &body)
        body.append(UInt8(ascii: "}"))
        return body
    }

    private func queryError(_ failure: any Failure, of service: ServiceModel, requestID: String) -> [UInt8] {
        var writer = XMLWriter()
        writer.raw("<?xml version=\"1.0\"?>")
        writer.raw("<ErrorResponse xmlns=\"\(service.xmlNamespace)\"><Error>")
        writer.element("Type", failure.isSenderFault ? "Sender" : "Receiver")
        writer.element("Code", failure.queryCode)
        writer.element("Message", failure.message)
        // A service that moved from the query protocol to JSON has kept an empty element.
        if service.isQueryCompatible { writer.raw("<Detail/>") }
        writer.raw("</Error>")
        writer.element("RequestId", requestID)
        writer.raw("</ErrorResponse>")
        return writer.finish()
    }

    /// Reads the members of a failure from the body of an answer.
    func decodeFailure<F: Failure & Shape>(
        _: F.Type, from parts: borrowing ResponseParts
    ) throws(WireError) -> F {
        try F(json: parts.body)
    }
}

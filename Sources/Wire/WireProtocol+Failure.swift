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
        appendRequestID(requestID, of: service, to: &parts.headers)
        switch self {
        case .awsJson1_0, .awsJson1_1: parts.body = jsonError(failure, type: failure.type(of: service))
        case .restJson:
            parts.headers.append((name: "x-amzn-ErrorType", value: failure.code))
            parts.body = jsonError(failure, type: nil)
        case .awsQuery: parts.body = queryError(failure, of: service, requestID: requestID)
        case .restXml where service.isS3:
            parts.body = s3Error(failure, of: service, requestID: requestID, resource: resource)
        case .restXml: parts.body = queryError(failure, of: service, requestID: requestID)
        case .rpcv2Cbor:
            parts.headers.append((name: "smithy-protocol", value: "rpc-v2-cbor"))
            parts.body = cborError(failure, type: failure.type(of: service))
        }
        // Answers that have no body by HTTP's rules cannot carry a document.
        if failure.status == 304 { parts.body = [] }
        if !parts.body.isEmpty { parts.headers.append((name: "Content-Type", value: contentType)) }
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
        let name = (failure as? RequestRefusal)?.messageMember ?? "message"
        var body = Array("{\"\(name)\":".utf8)
        JSON.write(string: failure.message, to: &body)
        body.append(UInt8(ascii: "}"))
        return body
    }

    private func cborError(_ failure: any Failure, type: String) -> [UInt8] {
        var head = CBORWriter()
        let frame = head.beginStructure(Unit.schema)
        head.entry("__type", type)
        if let shape = failure as? any Failure & Shape {
            // A structure begins and ends with one byte each.
            return head.finish() + shape.cbor().dropFirst()
        }
        head.entry("message", failure.message)
        head.endStructure(frame)
        return head.finish()
    }

    private func queryError(_ failure: any Failure, of service: ServiceModel, requestID: String) -> [UInt8] {
        var writer = XMLWriter(alwaysMilliseconds: service.alwaysWritesMilliseconds)
        writer.raw("<?xml version=\"1.0\"?>")
        writer.raw("<ErrorResponse xmlns=\"\(service.xmlNamespace)\"><Error>")
        writer.element("Type", failure.isSenderFault ? "Sender" : "Receiver")
        writer.element("Code", failure.queryCode)
        writer.members(of: failure)
        // A service that moved from the query protocol to JSON has kept an empty element.
        if service.isQueryCompatible { writer.raw("<Detail/>") }
        writer.raw("</Error>")
        writer.element("RequestId", requestID)
        writer.raw("</ErrorResponse>")
        return writer.finish()
    }

    private func s3Error(
        _ failure: any Failure, of service: ServiceModel, requestID: String, resource: String?
    ) -> [UInt8] {
        var writer = XMLWriter(alwaysMilliseconds: true)
        writer.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>")
        writer.element("Code", failure.code)
        writer.members(of: failure)
        if let resource { writer.element("Resource", resource) }
        writer.element("RequestId", requestID)
        writer.element("HostId", service.hostID(requestID))
        writer.raw("</Error>")
        return writer.finish()
    }
}

extension Failure {
    /// What `__type` carries.
    func type(of service: ServiceModel) -> String {
        let namespace = (self as? RequestRefusal)?.namespace ?? service.errorNamespace
        return namespace.isEmpty ? code : "\(namespace)#\(code)"
    }
}

extension XMLWriter {
    /// Writes the message and the other members of a failure side by side.
    mutating func members(of failure: any Failure) {
        guard let shape = failure as? any Failure & Shape else { return element("Message", failure.message) }
        capitalisesMessage = true
        shape.write(to: &self)
        capitalisesMessage = false
    }
}

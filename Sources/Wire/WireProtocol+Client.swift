extension WireProtocol {
    /// Writes a request as a client sends it, without endpoint and signature.
    public func encodeRequest(
        _ input: some Shape, for operation: OperationModel, of service: ServiceModel
    ) -> OutgoingRequest {
        var parts = RequestParts()
        var request = OutgoingRequest(
            method: operation.method, path: "/", hostPrefix: operation.hostPrefix ?? "", parts: parts)
        switch self {
        case .awsJson1_0, .awsJson1_1:
            let prefix = operation.targetPrefix ?? service.targetPrefix
            parts.headers.append((name: "X-Amz-Target", value: "\(prefix).\(operation.name)"))
            parts.headers.append((name: "Content-Type", value: contentType))
            parts.body = input.json()
        case .awsQuery:
            var writer = FormWriter(action: operation.name, version: service.apiVersion)
            input.write(to: &writer)
            parts.headers.append(
                (name: "Content-Type", value: "application/x-www-form-urlencoded; charset=utf-8"))
            parts.body = writer.finish()
        case .restJson:
            request.fill(from: HTTPWriter.write(input, body: JSONWriter()), operation, contentType)
            return request
        case .restXml:
            let writer = XMLWriter(schema: operation.input, of: service)
            request.fill(from: HTTPWriter.write(input, body: writer), operation, contentType)
            return request
        case .rpcv2Cbor:
            request.path = "/service/\(service.targetPrefix)/operation/\(operation.name)"
            parts.headers.append((name: "smithy-protocol", value: "rpc-v2-cbor"))
            parts.headers.append((name: "Accept", value: contentType))
            if operation.input !== Unit.schema {
                parts.headers.append((name: "Content-Type", value: contentType))
                parts.body = input.cbor()
            }
        }
        request.parts = parts
        return request
    }

    /// Reads the output of an answer whose status tells success.
    public func decodeResponse<O: Shape>(
        _: O.Type, from parts: borrowing ResponseParts, for operation: OperationModel
    ) throws(WireError) -> O {
        switch self {
        case .awsJson1_0, .awsJson1_1: return try O(json: parts.body)
        case .awsQuery:
            let body = parts.body
            var reader = XMLReader(body.span.bytes)
            try reader.begin()
            if let wrapper = operation.resultWrapper, try reader.descend(to: wrapper) {
                return try O(from: &reader)
            }
            let none: [UInt8] = []
            var empty = XMLReader(none.span.bytes)
            return try O(from: &empty)
        case .restJson: return try HTTPReader<JSONReader>.read(O.self, HTTPSource(parts))
        case .restXml:
            guard operation.isUnwrapped else {
                return try HTTPReader<XMLReader>.read(O.self, HTTPSource(parts))
            }
            var wrapped = ResponseParts(status: parts.status, headers: parts.headers)
            let document = String(decoding: parts.body, as: UTF8.self)
            let root = document.hasPrefix("<?xml") ? document.drop { $0 != ">" }.dropFirst() : document[...]
            wrapped.body = Array("<r>\(root)</r>".utf8)
            return try HTTPReader<XMLReader>.read(O.self, HTTPSource(wrapped))
        case .rpcv2Cbor: return try O(cbor: parts.body)
        }
    }

    /// Reads the failure of an answer: the service's own error type where its model lists the code.
    public func decodeFailure(from parts: borrowing ResponseParts, of service: ServiceModel) -> any Failure {
        let found = code(of: parts)
        let model =
            service.errors.first { $0.code == found.code }
            ?? service.errors.first {
                $0.queryCode == found.code
            }
        let plain = RemoteFailure(code: found.code, status: parts.status, message: found.message)
        guard let model else { return plain }
        do throws(WireError) {
            return try model.decode(parts, self)
        } catch {
            // Members that cannot be read must not hide which error it was.
            return plain
        }
    }

    /// Reads the members of a failure from the body of an answer.
    func readFailure<F: Failure & Shape>(_: F.Type, from parts: borrowing ResponseParts) throws(WireError)
        -> F
    {
        switch self {
        case .awsJson1_0, .awsJson1_1: return try F(json: parts.body)
        case .restJson: return try HTTPReader<JSONReader>.read(F.self, HTTPSource(parts))
        case .rpcv2Cbor: return try F(cbor: parts.body)
        case .awsQuery, .restXml:
            let body = parts.body
            var reader = XMLReader(body.span.bytes)
            try reader.beginError()
            return try F(from: &reader)
        }
    }

    private func code(of parts: borrowing ResponseParts) -> (code: String, message: String) {
        let names: ErrorNames
        do throws(WireError) {
            names = try readFailure(ErrorNames.self, from: parts)
        } catch {
            // A body that is no error of ours, such as a proxy's page, leaves header and status.
            names = ErrorNames()
        }
        let headers = parts.headers
        let header = headers.first { $0.name.lowercased() == "x-amzn-errortype" }?.value
        let text = header ?? names.code
        // `namespace#Code:http://…` are all spellings in use.
        let code = text.split(separator: ":").first ?? ""
        let bare = code.split(separator: "#").last ?? code
        return (bare.isEmpty ? String(parts.status) : String(bare), names.message)
    }
}

extension XMLReader {
    /// Enters the element that holds code and message: `Error`, alone or below `ErrorResponse`.
    mutating func beginError() throws(WireError) {
        try begin()
        guard !isEmpty, !isLocalName(element.name, Array("Error".utf8)) else { return }
        guard try descend(to: "Error") else { throw error() }
    }
}

extension OutgoingRequest {
    /// Takes over what a writer of a REST protocol produced.
    mutating func fill(
        from written: (target: HTTPTarget, body: [UInt8]), _ operation: OperationModel, _ contentType: String
    ) {
        let target = written.target
        var path = ""
        for segment in operation.uri.segments {
            switch segment {
            case .literal(let text): path += "/" + text
            case .label(let name): path += "/" + PercentCoding.encoded(target.labels[name] ?? "")
            case .greedy(let name):
                path += "/" + PercentCoding.encoded(target.labels[name] ?? "", keepsSlashes: true)
            }
        }
        if operation.uri.endsWithSlash || path.isEmpty { path += "/" }
        self.path = path
        var query = operation.uri.parameters.map { parameter in
            parameter.value.map { "\(parameter.name)=\($0)" } ?? parameter.name
        }
        query += target.query.map { "\(PercentCoding.encoded($0.name))=\(PercentCoding.encoded($0.value))" }
        parts.query = query.joined(separator: "&")
        parts.headers = target.headers
        parts.body = written.body
        parts.stream = target.stream
        let hasType = parts.headers.contains { $0.name.lowercased() == "content-type" }
        guard !hasType, !parts.body.isEmpty || parts.stream != nil else { return }
        parts.headers.append((name: "Content-Type", value: target.plainType ?? contentType))
    }
}

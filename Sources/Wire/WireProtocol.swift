/// The formats in which AWS's services exchange requests and answers.
public enum WireProtocol: String, Sendable, CaseIterable {
    case awsJson1_0, awsJson1_1, awsQuery, restJson, restXml, rpcv2Cbor

    /// The media type of answers, and of the requests of all but the query protocol.
    public var contentType: String {
        switch self {
        case .awsJson1_0: "application/x-amz-json-1.0"
        case .awsJson1_1: "application/x-amz-json-1.1"
        case .awsQuery: "text/xml"
        case .restJson: "application/json"
        case .restXml: "application/xml"
        case .rpcv2Cbor: "application/cbor"
        }
    }
}

extension WireProtocol {
    /// Reads the input of a request, and checks it against the constraints of the model.
    ///
    /// Throws `malformed` for bytes that do not follow their format, and `invalid` with every violation
    /// otherwise.
    public func decode<I: Shape>(
        _: I.Type, from parts: borrowing RequestParts, for operation: OperationModel
    ) throws(WireError) -> I {
        do throws(WireError) {
            let input = try read(I.self, from: parts, for: operation)
            if !input.keepsConstraints {
                let violations = ConstraintChecker.violations(in: input)
                guard violations.isEmpty else { throw WireError.invalid(violations) }
            }
            return input
        } catch {
            // A reader stops at the first missing member; AWS lists them all, together with the other
            // violations.
            guard case .invalid(let found) = error else { throw error }
            throw .invalid(try allViolations(in: parts, for: operation, found))
        }
    }

    /// Reads an input without checking its values; throws for malformed bytes and missing members.
    public func read<I: Shape>(
        _: I.Type, from parts: borrowing RequestParts, for operation: OperationModel
    ) throws(WireError) -> I {
        switch self {
        case .awsJson1_0, .awsJson1_1: return try I(json: parts.body)
        case .awsQuery:
            let form = parts.body.isEmpty ? Array(parts.query.utf8) : parts.body
            var reader = FormReader(try FormFields(form))
            return try I(from: &reader)
        case .restJson:
            return try HTTPReader<JSONReader>.read(I.self, HTTPSource(parts))
        case .restXml:
            return try HTTPReader<XMLReader>.read(I.self, HTTPSource(parts))
        case .rpcv2Cbor: return try I(cbor: parts.body)
        }
    }

    /// Reads the request once more into loose values, which may lack members, and checks those.
    private func allViolations(
        in parts: borrowing RequestParts, for operation: OperationModel, _ found: [Violation]
    ) throws(WireError) -> [Violation] {
        let loose = try LooseValue.reading(operation.input) { () throws(WireError) in
            try read(LooseShape.self, from: parts, for: operation)
        }
        let violations = ConstraintChecker.violations(in: loose)
        return violations.isEmpty ? found : violations
    }

    /// Writes the output of an operation as the service's answer.
    public func encode(
        _ output: some Shape, for operation: OperationModel, of service: ServiceModel, requestID: String
    ) -> ResponseParts {
        var parts = ResponseParts(status: operation.status)
        appendRequestID(requestID, of: service, to: &parts.headers)
        switch self {
        case .awsJson1_0, .awsJson1_1:
            parts.headers.append((name: "Content-Type", value: contentType))
            parts.body = output.json()
        case .awsQuery:
            parts.headers.append((name: "Content-Type", value: contentType))
            parts.body = queryBody(output, for: operation, of: service, requestID: requestID)
        case .restJson: parts.fill(from: HTTPWriter.write(output, body: JSONWriter()), contentType)
        case .restXml:
            let writer = XMLWriter(
                schema: operation.output, of: service, isUnwrapped: operation.isUnwrapped)
            parts.fill(from: HTTPWriter.write(output, body: writer), contentType)
        case .rpcv2Cbor:
            parts.headers.append((name: "smithy-protocol", value: "rpc-v2-cbor"))
            parts.headers.append((name: "Content-Type", value: contentType))
            parts.body = output.cbor()
        }
        return parts
    }

    func appendRequestID(
        _ requestID: String, of service: ServiceModel, to headers: inout [(name: String, value: String)]
    ) {
        guard service.isS3 else {
            headers.append((name: "x-amzn-RequestId", value: requestID))
            return
        }
        headers.append((name: "x-amz-request-id", value: requestID))
        headers.append((name: "x-amz-id-2", value: service.hostID(requestID)))
    }

    private func queryBody(
        _ output: some Shape, for operation: OperationModel, of service: ServiceModel, requestID: String
    ) -> [UInt8] {
        var writer = XMLWriter(alwaysMilliseconds: service.alwaysWritesMilliseconds)
        writer.raw("<?xml version=\"1.0\"?>")
        writer.raw("<\(operation.name)Response xmlns=\"\(service.xmlNamespace)\">")
        if let wrapper = operation.resultWrapper {
            writer.raw("<\(wrapper)>")
            output.write(to: &writer)
            writer.raw("</\(wrapper)>")
        }
        writer.raw("<ResponseMetadata>")
        writer.element("RequestId", requestID)
        writer.raw("</ResponseMetadata></\(operation.name)Response>")
        return writer.finish()
    }
}

extension Shape {
    /// Reads the shape from JSON text by the rules of the awsJson protocols; no text counts as an empty
    /// object.
    public init(json: [UInt8]) throws(WireError) {
        var reader = try JSONReader(json.span.bytes)
        self = try Self(fromJSON: &reader)
        try reader.end()
    }

    /// The shape as JSON text by the rules of the awsJson protocols.
    public func json() -> [UInt8] {
        var writer = JSONWriter()
        write(toJSON: &writer)
        return writer.finish()
    }

    init(cbor: [UInt8]) throws(WireError) {
        var reader = CBORReader(cbor.span.bytes)
        self = try Self(from: &reader)
        try reader.end()
    }

    func cbor() -> [UInt8] {
        var writer = CBORWriter()
        write(to: &writer)
        return writer.finish()
    }
}

extension HTTPReader where Body: ~Copyable & ~Escapable {
    static func read<S: Shape>(_: S.Type, _ source: HTTPSource) throws(WireError) -> S
    where Body == JSONReader {
        var reader = HTTPReader<JSONReader>(source, body: try JSONReader(source.body(S.schema).span.bytes))
        return try S(from: &reader)
    }

    static func read<S: Shape>(_: S.Type, _ source: HTTPSource) throws(WireError) -> S
    where Body == XMLReader {
        var body = XMLReader(source.body(S.schema).span.bytes)
        try body.begin()
        var reader = HTTPReader<XMLReader>(source, body: body)
        return try S(from: &reader)
    }
}

extension HTTPWriter where Body: ~Copyable {
    static func write(_ shape: some Shape, body: consuming Body) -> (target: HTTPTarget, body: [UInt8]) {
        var writer = HTTPWriter(body: body)
        shape.write(to: &writer)
        return writer.finish()
    }
}

extension XMLWriter {
    /// A writer for the document that an operation of a REST protocol takes or returns.
    init(schema: Schema, of service: ServiceModel, isUnwrapped: Bool = false) {
        let space =
            schema.xmlNamespace
            ?? (service.xmlNamespace.isEmpty ? nil : XMLNamespace(service.xmlNamespace))
        self.init(
            root: isUnwrapped ? nil : schema.rootName, namespace: space,
            alwaysMilliseconds: service.alwaysWritesMilliseconds)
        raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    }
}

extension ResponseParts {
    /// Takes over what a writer of a REST protocol produced.
    mutating func fill(from written: (target: HTTPTarget, body: [UInt8]), _ contentType: String) {
        if let status = written.target.status { self.status = status }
        headers += written.target.headers
        // RFC 9110, 15.3.7: an answer with a part of the representation says so by its status.
        let isPart = headers.contains { $0.name.lowercased() == "content-range" }
        if status == 200, isPart { status = 206 }
        body = written.body
        stream = written.target.stream
        let hasType = headers.contains { $0.name.lowercased() == "content-type" }
        guard !hasType, !body.isEmpty || stream != nil else { return }
        headers.append((name: "Content-Type", value: written.target.plainType ?? contentType))
    }
}

/// The formats in which AWS's services exchange requests and answers.
public enum WireProtocol: String, Sendable, CaseIterable {
    case awsJson1_0, awsJson1_1, awsQuery, restJson, restXml, rpcv2Cbor

    /// The media type of requests and answers.
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
    public func decode<I: Shape>(
        _: I.Type, from parts: borrowing RequestParts, for operation: OperationModel
    ) throws(WireError) -> I {
        let input: I
        switch self {
        case .awsJson1_0, .awsJson1_1:
            input = try I(json: parts.body)
        case .awsQuery:
            let form = parts.body.isEmpty ? Array(parts.query.utf8) : parts.body
            var reader = FormReader(try FormFields(form))
            input = try I(from: &reader)
        case .restJson, .restXml, .rpcv2Cbor:
            throw .malformed(Malformation(.unsupportedMediaType, at: 0))
        }
        if I.isConstrained {
            let violations = ConstraintChecker.violations(in: input)
            guard violations.isEmpty else { throw .invalid(violations) }
        }
        return input
    }

    /// Writes the output of an operation as the service's answer.
    public func encode(
        _ output: some Shape, for operation: OperationModel, of service: ServiceModel, requestID: String
    ) -> ResponseParts {
        var parts = ResponseParts(status: operation.status)
        parts.headers.append((name: "x-amzn-RequestId", value: requestID))
        parts.headers.append((name: "Content-Type", value: contentType))
        switch self {
        case .awsJson1_0, .awsJson1_1: parts.body = output.json()
        case .awsQuery:
            parts.body = queryBody(output, for: operation, of: service, requestID: requestID)
        case .restJson, .restXml, .rpcv2Cbor: break
        }
        return parts
    }

    private func queryBody(
        _ output: some Shape, for operation: OperationModel, of service: ServiceModel, requestID: String
    ) -> [UInt8] {
        var writer = XMLWriter()
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
    /// Reads the shape from JSON text by the rules of the awsJson protocols.
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
}

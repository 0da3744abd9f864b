internal import Kernel
internal import Wire

/// Step 9: what an operation answered, as an HTTP response.
enum Framing {
    static func response(_ parts: ResponseParts) -> HTTPResponse {
        var headers = HTTPHeaders()
        headers.reserveCapacity(fields: parts.headers.count, bytes: 160)
        for (name, value) in parts.headers { headers.append(name, value) }
        guard let stream = parts.stream else {
            return HTTPResponse(status: parts.status, headers: headers, body: .bytes(parts.body))
        }
        if let file = stream.file {
            return HTTPResponse(
                status: parts.status, headers: headers, body: .file(HTTPFile(file), range: file.range))
        }
        return HTTPResponse(
            status: parts.status, headers: headers,
            body: .stream(length: stream.length) { writer in
                while let piece = try await stream.next() { try await writer.write(piece) }
                return [:]
            })
    }

    /// A failure outside any service.
    static func plain(_ failure: any Failure, requestID: String) -> HTTPResponse {
        let body: JSON = ["__type": .string(failure.code), "message": .string(failure.message)]
        return json(body, status: failure.status, requestID: requestID)
    }

    static func json(_ body: JSON, status: Int = 200, requestID: String = "") -> HTTPResponse {
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        if !requestID.isEmpty { headers.append("x-amzn-RequestId", requestID) }
        return HTTPResponse(status: status, headers: headers, body: .bytes(body.utf8))
    }
}

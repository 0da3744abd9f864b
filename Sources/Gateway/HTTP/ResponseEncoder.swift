import NIOCore

/// Writes response heads, and the coding of bodies.
enum ResponseEncoder {
    /// Where the body ends for the client.
    enum Framing: Equatable {
        /// No body is sent; the length is what a body would have, nil to say nothing.
        case none(announcing: Int?)
        case length(Int)
        case chunked
        /// The end of the connection is the end of the body.
        case untilClose
    }

    /// How `response` must be framed in this exchange (RFC 9110 section 6.4.1, RFC 9112 section 6).
    static func framing(of response: HTTPResponse, isHead: Bool, isVersion10: Bool) -> Framing {
        let length: Int?
        switch response.body {
        case .bytes(let bytes): length = bytes.count
        case .stream(let announced, _): length = announced
        case .file(_, let range): length = range.count
        }
        switch response.status {
        case 204: return .none(announcing: nil)
        case 205: return .none(announcing: 0)
        case 304: return .none(announcing: announcedLength(of: response))
        default: break
        }
        if isHead { return .none(announcing: announcedLength(of: response) ?? length) }
        if let length { return .length(length) }
        return isVersion10 ? .untilClose : .chunked
    }

    /// The caller's `Content-Length` of a response that has no body of its own.
    private static func announcedLength(of response: HTTPResponse) -> Int? {
        guard case .bytes(let bytes) = response.body, bytes.isEmpty, response.headers.hasManagedField else {
            return nil
        }
        return response.headers.first("Content-Length").flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }

    /// Whether the caller wants the connection closed behind the response.
    static func asksToClose(_ headers: HTTPHeaders) -> Bool {
        guard headers.hasManagedField, let value = headers.first("Connection") else { return false }
        return value.utf8.elementsEqual("close".utf8) || value.lowercased() == "close"
    }

    /// Writes the status line and the fields, down to the empty line.
    static func writeHead(
        of response: HTTPResponse, framing: Framing, keepAlive: Bool, isVersion10: Bool,
        into out: inout ByteBuffer
    ) {
        writeStatusLine(response.status, into: &out)
        writeFields(response.headers, into: &out)
        switch framing {
        case .none(announcing: nil), .untilClose: break
        case .none(announcing: let length?), .length(let length):
            out.writeStaticString("Content-Length: ")
            out.writeString(String(length))
            out.writeStaticString("\r\n")
        case .chunked: out.writeStaticString("Transfer-Encoding: chunked\r\n")
        }
        if !keepAlive {
            out.writeStaticString("Connection: close\r\n\r\n")
        } else if isVersion10 {
            out.writeStaticString("Connection: keep-alive\r\n\r\n")
        } else {
            out.writeStaticString("\r\n")
        }
    }

    private static func writeStatusLine(_ status: Int, into out: inout ByteBuffer) {
        if status == 200 {
            out.writeStaticString("HTTP/1.1 200 OK\r\n")
            return
        }
        out.writeStaticString("HTTP/1.1 ")
        out.writeString(String(status))
        out.writeStaticString(" ")
        out.writeStaticString(reason(status))
        out.writeStaticString("\r\n")
    }

    private static func writeFields(_ headers: HTTPHeaders, into out: inout ByteBuffer) {
        if headers.isWireForm, !headers.hasManagedField {
            out.writeBytes(headers.bytes)
            return
        }
        for index in headers.fields.indices where !headers.isManaged(index) {
            out.writeBytes(headers.nameBytes(index))
            out.writeStaticString(": ")
            out.writeBytes(headers.valueBytes(index))
            out.writeStaticString("\r\n")
        }
    }

    /// One chunk of a chunked body; `bytes` is not empty.
    static func writeChunk(_ bytes: [UInt8], into out: inout ByteBuffer) {
        out.writeString(String(bytes.count, radix: 16))
        out.writeStaticString("\r\n")
        out.writeBytes(bytes)
        out.writeStaticString("\r\n")
    }

    /// The end of a chunked body.
    static func writeLastChunk(_ trailers: HTTPHeaders, into out: inout ByteBuffer) {
        out.writeStaticString("0\r\n")
        writeFields(trailers, into: &out)
        out.writeStaticString("\r\n")
    }

    /// The reason phrase of the statuses that AWS's services answer with; empty for others, as RFC 9112
    /// section 4 allows.
    private static func reason(_ status: Int) -> StaticString {
        switch status {
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 205: "Reset Content"
        case 206: "Partial Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 410: "Gone"
        case 411: "Length Required"
        case 412: "Precondition Failed"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 416: "Range Not Satisfiable"
        case 417: "Expectation Failed"
        case 424: "Failed Dependency"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: ""
        }
    }
}

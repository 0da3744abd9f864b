/// Parses one request head after the other (RFC 9112); incremental: each line is parsed once, when it is
/// whole.
///
/// `Upgrade` fields are ignored, as RFC 9110 section 7.8 allows.
struct RequestParser {
    private let limits: HTTPLimits.Head
    private var lines = LineReader()
    private var fields: [HTTPHeaders.Field] = []
    private var parts = HTTPRequestHead.Parts()
    private var facts = Facts()
    private var hasRequestLine = false

    /// What the fields read so far say about framing and connection.
    private struct Facts {
        var isVersion10 = false
        var contentLength: Int?
        var isChunked = false
        var host: Range<Int>?
        var closes = false
        var keeps = false
        var expectsContinue = false
    }

    init(limits: HTTPLimits.Head) {
        self.limits = limits
    }

    /// Reads on in `bytes`, which start where the head starts and hold all that has come of it.
    /// - Returns: the head and its size, or nil if more is needed.
    mutating func parse(_ bytes: UnsafeRawBufferPointer) throws(HTTPRefusal) -> (ParsedHead, size: Int)? {
        if !hasRequestLine {
            guard try readRequestLine(bytes) else { return nil }
        }
        while true {
            let line = try lines.next(
                in: bytes, sizeMax: limits.headerLineSizeMax, tooLong: .headTooLarge,
                totalMax: limits.headSizeMax)
            guard let line else { return nil }
            if line.isEmpty { break }
            if fields.count == limits.headerCountMax { throw .headTooLarge }
            let field = try FieldLine.parse(bytes, line)
            try note(field, bytes)
            fields.append(field)
        }
        return try finish(bytes)
    }

    private mutating func readRequestLine(_ bytes: UnsafeRawBufferPointer) throws(HTTPRefusal) -> Bool {
        var start = 0
        // One empty line before a request is skipped (RFC 9112 section 2.2).
        if let first = bytes.first, first == 0x0D {
            guard bytes.count >= 2 else { return false }
            guard bytes[1] == 0x0A else { throw .badRequestLine }
            start = 2
        }
        guard start < bytes.count else { return false }
        guard FieldSyntax.isTokenCharacter(bytes[start]) else { throw .badRequestLine }
        if start == 2 && lines.lineStart == 0 {
            _ = try lines.next(
                in: UnsafeRawBufferPointer(rebasing: bytes[..<2]), sizeMax: 2, tooLong: .badRequestLine,
                totalMax: limits.headSizeMax)
        }
        let line: Range<Int>?
        do {
            line = try lines.next(
                in: bytes, sizeMax: limits.requestLineSizeMax, tooLong: .requestLineTooLong,
                totalMax: limits.headSizeMax)
        } catch {
            throw error == .badHeaderLine ? .badRequestLine : error
        }
        guard let line else { return false }
        try parseRequestLine(bytes, line)
        hasRequestLine = true
        fields.reserveCapacity(16)
        return true
    }

    private mutating func parseRequestLine(
        _ bytes: UnsafeRawBufferPointer, _ line: Range<Int>
    ) throws(HTTPRefusal) {
        guard
            let methodEnd = bytes.firstIndex(of: 0x20, in: line),
            let targetEnd = bytes.firstIndex(of: 0x20, in: methodEnd + 1..<line.upperBound)
        else { throw .badRequestLine }
        parts.method = line.lowerBound..<methodEnd
        parts.target = methodEnd + 1..<targetEnd
        if parts.method.isEmpty || parts.target.isEmpty { throw .badRequestLine }
        if bytes.contains(in: parts.method, { !FieldSyntax.isTokenCharacter($0) }) { throw .badRequestLine }
        if bytes.contains(in: parts.target, FieldSyntax.isForbiddenInTarget) { throw .badRequestLine }
        try parseVersion(bytes, targetEnd + 1..<line.upperBound)
        try parseTarget(bytes)
    }

    private mutating func parseVersion(
        _ bytes: UnsafeRawBufferPointer, _ version: Range<Int>
    ) throws(HTTPRefusal) {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let at = version.lowerBound
        // The name is case-sensitive (RFC 9112 section 2.3).
        guard version.count == 8,
            bytes[at] == UInt8(ascii: "H"), bytes[at + 1] == UInt8(ascii: "T"),
            bytes[at + 2] == UInt8(ascii: "T"),
            bytes[at + 3] == UInt8(ascii: "P"), bytes[at + 4] == UInt8(ascii: "/"), digits ~= bytes[at + 5],
            bytes[at + 6] == UInt8(ascii: "."), digits ~= bytes[at + 7]
        else { throw .badRequestLine }
        guard bytes[at + 5] == UInt8(ascii: "1"), bytes[at + 7] <= UInt8(ascii: "1") else {
            throw .unknownVersion
        }
        facts.isVersion10 = bytes[at + 7] == UInt8(ascii: "0")
    }

    /// Origin form, absolute form and `OPTIONS *` (RFC 9112 section 3.2).
    private mutating func parseTarget(_ bytes: UnsafeRawBufferPointer) throws(HTTPRefusal) {
        if bytes.equalsExactly("CONNECT", in: parts.method) { throw .connectMethod }
        var pathStart = parts.target.lowerBound
        let end = parts.target.upperBound
        if bytes[pathStart] != UInt8(ascii: "/") {
            let isAsterisk = parts.target.count == 1 && bytes[pathStart] == UInt8(ascii: "*")
            if isAsterisk, bytes.equalsExactly("OPTIONS", in: parts.method) {
                parts.path = parts.target
                return
            }
            pathStart = try parseAuthority(bytes)
        }
        let question = bytes.firstIndex(of: UInt8(ascii: "?"), in: pathStart..<end)
        parts.path = pathStart..<(question ?? end)
        parts.query = question.map { $0 + 1..<end }
    }

    private mutating func parseAuthority(_ bytes: UnsafeRawBufferPointer) throws(HTTPRefusal) -> Int {
        let start = parts.target.lowerBound
        let end = parts.target.upperBound
        var authorityStart = 0
        if start + 7 <= end, bytes.equals("http://", in: start..<start + 7) { authorityStart = start + 7 }
        if start + 8 <= end, bytes.equals("https://", in: start..<start + 8) { authorityStart = start + 8 }
        guard authorityStart > 0 else { throw .badRequestLine }
        var authorityEnd = authorityStart
        while authorityEnd < end, bytes[authorityEnd] != UInt8(ascii: "/"),
            bytes[authorityEnd] != UInt8(ascii: "?")
        {
            authorityEnd += 1
        }
        parts.authority = authorityStart..<authorityEnd
        if authorityEnd == authorityStart { throw .badRequestLine }
        return authorityEnd
    }

    private mutating func note(
        _ field: HTTPHeaders.Field, _ bytes: UnsafeRawBufferPointer
    ) throws(HTTPRefusal) {
        let name = Int(field.nameStart)..<Int(field.nameStart + field.nameLength)
        let value = Int(field.valueStart)..<Int(field.valueStart + field.valueLength)
        switch name.count {
        case 4 where bytes.equals("host", in: name):
            guard facts.host == nil else { throw .badHost }
            facts.host = value
        case 6 where bytes.equals("expect", in: name):
            guard bytes.equals("100-continue", in: value) else { throw .unknownExpectation }
            facts.expectsContinue = true
        case 10 where bytes.equals("connection", in: name):
            noteConnection(value, bytes)
        case 14 where bytes.equals("content-length", in: name):
            guard facts.contentLength == nil else { throw .ambiguousLength }
            facts.contentLength = try length(value, bytes)
        case 17 where bytes.equals("transfer-encoding", in: name):
            // A tab beside the coding is white space by the RFC and not to every parser: a shape of request
            // smuggling.
            let hasTab = bytes[value.lowerBound - 1] == 0x09 || bytes[value.upperBound] == 0x09
            guard !facts.isChunked, !hasTab else { throw .ambiguousLength }
            guard bytes.equals("chunked", in: value) else { throw .unknownTransferCoding }
            facts.isChunked = true
        default:
            break
        }
    }

    private mutating func noteConnection(_ value: Range<Int>, _ bytes: UnsafeRawBufferPointer) {
        var start = value.lowerBound
        while start < value.upperBound {
            let comma =
                bytes.firstIndex(of: UInt8(ascii: ","), in: start..<value.upperBound) ?? value.upperBound
            let option = bytes.trimmed(start..<comma)
            if bytes.equals("close", in: option) { facts.closes = true }
            if bytes.equals("keep-alive", in: option) { facts.keeps = true }
            start = comma + 1
        }
    }

    private func length(_ value: Range<Int>, _ bytes: UnsafeRawBufferPointer) throws(HTTPRefusal) -> Int {
        // Eighteen digits fit into an Int; no body is that long.
        guard 1...18 ~= value.count else { throw .ambiguousLength }
        var length = 0
        for index in value {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { throw .ambiguousLength }
            length = length * 10 + Int(digit)
        }
        return length
    }

    private mutating func finish(
        _ bytes: UnsafeRawBufferPointer
    ) throws(HTTPRefusal) -> (ParsedHead, size: Int) {
        if facts.isChunked, facts.contentLength != nil || facts.isVersion10 { throw .ambiguousLength }
        if facts.host == nil, !facts.isVersion10 { throw .badHost }
        if let authority = parts.authority, let host = facts.host, !bytes.equal(authority, host) {
            throw .badHost
        }
        let size = lines.lineStart
        let copy = [UInt8](bytes[..<size])
        let head = HTTPRequestHead(
            bytes: copy, parts: parts, headers: HTTPHeaders(parsed: copy, fields: fields))
        let parsed = ParsedHead(
            head: head, framing: facts.isChunked ? .chunked : .length(facts.contentLength ?? 0),
            keepAlive: !facts.closes && (!facts.isVersion10 || facts.keeps), isVersion10: facts.isVersion10,
            expectsContinue: facts.expectsContinue && !facts.isVersion10,
            isHead: bytes.equalsExactly("HEAD", in: parts.method))
        self = RequestParser(limits: limits)
        return (parsed, size)
    }
}

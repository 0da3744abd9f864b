/// Reads arbitrary bytes as request heads, whole and piece by piece; whatever they are, nothing may trap, and
/// both ways must come to the same end. For fuzzers. Answers whether a head was read.
package func fuzzRequestHead(_ bytes: [UInt8]) -> Bool {
    let limits = HTTPLimits().head
    let whole = outcome(bytes, limits, step: bytes.count)
    let pieces = outcome(bytes, limits, step: 1)
    precondition(whole == pieces, "a head in pieces is read otherwise than in one piece")
    if case .read = whole { return true }
    return false
}

private enum HeadOutcome: Equatable {
    case incomplete
    case read(size: Int)
    case refused(HTTPRefusal)
}

private func outcome(_ bytes: [UInt8], _ limits: HTTPLimits.Head, step: Int) -> HeadOutcome {
    var parser = RequestParser(limits: limits)
    var count = 0
    while count < bytes.count {
        count = min(bytes.count, count + max(1, step))
        let found = bytes.withUnsafeBytes { parser.outcome(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        if found != .incomplete { return found }
    }
    return .incomplete
}

extension RequestParser {
    fileprivate mutating func outcome(_ bytes: UnsafeRawBufferPointer) -> HeadOutcome {
        do throws(HTTPRefusal) {
            return try parse(bytes).map { .read(size: $0.size) } ?? .incomplete
        } catch {
            return .refused(error)
        }
    }
}

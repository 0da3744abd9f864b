internal import Wire

/// Reads arbitrary bytes as an answer of HTTP, whole and piece by piece; whatever they are, nothing may trap,
/// and both ways must come to the same end. For fuzzers. Answers whether an answer was read.
package func fuzzPlainAnswer(_ bytes: [UInt8]) -> Bool {
    let whole = outcome(bytes, step: bytes.count)
    // In pieces the limit of a chunk's line is met before its end is.
    if bytes.count <= PlainAnswer.chunkLineSizeMax {
        precondition(whole == outcome(bytes, step: 1), "an answer in pieces is read otherwise than in one")
    }
    if case .whole = whole { return true }
    return false
}

private enum AnswerOutcome: Equatable {
    case more
    case whole(status: Int, body: [UInt8])
    case refused
}

private func outcome(_ bytes: [UInt8], step: Int) -> AnswerOutcome {
    var answer = PlainAnswer(bodySizeMax: 1024)
    var start = 0
    while start < bytes.count {
        let end = min(bytes.count, start + max(1, step))
        switch answer.take(bytes[start..<end]) {
        case .more: break
        case .whole: return .whole(status: answer.parts.status, body: answer.parts.body)
        case .broken, .tooLarge: return .refused
        }
        start = end
    }
    return .more
}

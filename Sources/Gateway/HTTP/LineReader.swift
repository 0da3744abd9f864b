/// Finds the lines of a head or trailer section while its bytes still arrive.
///
/// Keeps its place, so that bytes coming one at a time cost as much as bytes coming at once, and checks
/// limits in an order that makes the answer independent of how the bytes were split.
struct LineReader {
    /// Where the next line starts.
    private(set) var lineStart = 0
    private var scanned = 0

    /// The next whole line without its CR LF, nil if its end has not come.
    /// - Parameters:
    ///   - sizeMax: the longest line; `tooLong` is thrown for a longer one.
    ///   - totalMax: the largest section; `headTooLarge` is thrown for a larger one.
    mutating func next(
        in bytes: UnsafeRawBufferPointer, sizeMax: Int, tooLong: HTTPRefusal, totalMax: Int
    ) throws(HTTPRefusal) -> Range<Int>? {
        guard let lineFeed = bytes.firstIndex(of: 0x0A, in: scanned..<bytes.count) else {
            scanned = bytes.count
            if bytes.count - lineStart > sizeMax + 1 { throw tooLong }
            if bytes.count >= totalMax { throw .headTooLarge }
            return nil
        }
        if lineFeed - lineStart > sizeMax + 1 { throw tooLong }
        if lineFeed >= totalMax { throw .headTooLarge }
        guard lineFeed > lineStart, bytes[lineFeed - 1] == 0x0D else { throw .badHeaderLine }
        let line = lineStart..<lineFeed - 1
        lineStart = lineFeed + 1
        scanned = lineStart
        return line
    }
}

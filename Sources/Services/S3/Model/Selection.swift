internal import S3Interface

/// Which bytes of an object a request asks for, and what is said about them.
struct Selection: Sendable {
    /// Nil for all of them.
    let range: Range<Int>?
    /// Parts of the object, told when one of them is asked for.
    let partsCount: Int?
    /// Nil where nobody asked for it, or where it would not be that of the bytes.
    let checksum: Checksum?
    let checksumType: String?

    /// - Parameter mode: `ENABLED` asks for the checksum.
    init(of reading: Reading, range field: String?, partNumber: Int?, mode: String?) throws {
        let whole = mode == "ENABLED" ? reading.facts.checksum : nil
        guard let partNumber else {
            range = try ByteRange.parse(field, size: reading.object.size)
            partsCount = nil
            checksum = range == nil ? whole : nil
            checksumType = checksum?.type
            return
        }
        guard field == nil else {
            throw InvalidRequest("Cannot specify both Range header and partNumber query parameter")
        }
        guard reading.object.upload != nil else {
            guard partNumber == 1 else { throw Self.refusal(partNumber, count: 1) }
            range = reading.object.size == 0 ? nil : 0..<reading.object.size
            partsCount = nil
            checksum = whole
            checksumType = whole?.type
            return
        }
        var start = 0
        for part in reading.parts where part.number < partNumber { start += part.size }
        guard let part = reading.parts.first(where: { $0.number == partNumber }) else {
            throw Self.refusal(partNumber, count: reading.parts.count)
        }
        range = part.size == 0 ? nil : start..<(start + part.size)
        partsCount = reading.parts.count
        // A part has a checksum of its own only where that of the object is made of them.
        checksum =
            if let whole, whole.isComposite, let value = part.checksum {
                Checksum(algorithm: whole.algorithm, value: value)
            } else {
                nil
            }
        checksumType = checksum == nil ? nil : whole?.type
    }

    private static func refusal(_ number: Int, count: Int) -> InvalidPartNumber {
        InvalidPartNumber(actualPartCount: String(count), partNumberRequested: String(number))
    }
}

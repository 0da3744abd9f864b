/// Signatures that each cover the one before: of chunks, trailing headers and events.
struct SignatureChain: Sendable {
    let key: VerificationKey
    let algorithm: SignatureAlgorithm
    let timestamp: String
    let scope: String
    var previous: [UInt8]

    /// The string to sign of one link, whose last lines are `parts`.
    func stringToSign(suffix: String, timestamp: String? = nil, parts: [[UInt8]]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(384)
        text.append(algorithm.rawValue)
        text.append(suffix)
        text.append(0x0A)
        text.append(timestamp ?? self.timestamp)
        text.append(0x0A)
        text.append(scope)
        text.append(0x0A)
        text.append(contentsOf: previous)
        for part in parts {
            text.append(0x0A)
            text.append(contentsOf: part)
        }
        return text
    }

    func chunkMessage(digest: [UInt8]) -> [UInt8] {
        stringToSign(suffix: "-PAYLOAD", parts: [Array(SHA256Hex.empty.utf8), digest])
    }

    func trailerMessage(_ trailers: [(name: String, value: String)]) -> [UInt8] {
        var text: [UInt8] = []
        for trailer in trailers {
            text.append(trailer.name)
            text.append(0x3A)
            text.append(trailer.value)
            text.append(0x0A)
        }
        return stringToSign(suffix: "-TRAILER", parts: [SHA256Hex.digits(of: text[...])])
    }

    mutating func verify(_ signature: [UInt8], of message: [UInt8]) throws(ChunkError) {
        // Signature Version 4A fills signatures up with asterisks to one length, so sizes can be known in
        // advance.
        var bare = signature
        if algorithm == .v4a { while bare.last == 0x2A { bare.removeLast() } }
        guard key.isValid(bare, of: message) else {
            throw .signatureMismatch(stringToSign: Bytes.text(message), signature: Bytes.text(signature))
        }
        previous = bare
    }

    mutating func sign(_ message: [UInt8]) throws(ChunkError) -> [UInt8] {
        guard var signature = key.signature(of: message) else { throw .cannotSign }
        previous = signature
        if algorithm == .v4a {
            signature += [UInt8](repeating: 0x2A, count: max(0, 144 - signature.count))
        }
        return signature
    }
}

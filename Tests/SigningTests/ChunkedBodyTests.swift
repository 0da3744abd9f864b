import Testing

@testable import Signing

@Suite("Chunked bodies")
struct ChunkedBodyTests {
    private static let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    private static let time: Int64 = 1_369_353_600_000

    /// The seed of the published example: an upload of 65 KiB of the letter a.
    private func seed(_ payload: ChunkedPayload, signature: String) throws -> ChunkSeed {
        var headers: [(name: String, value: String)] = [
            ("Host", "s3.amazonaws.com"), ("x-amz-date", "20130524T000000Z"),
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"), ("x-amz-content-sha256", payload.rawValue),
            ("Content-Encoding", "aws-chunked"), ("x-amz-decoded-content-length", "66560"),
        ]
        if payload.hasTrailer {
            headers.append(("x-amz-trailer", "x-amz-checksum-crc32c"))
        } else {
            headers.append(("Content-Length", "66824"))
        }
        let names = headers.map { $0.name.lowercased() }.sorted().joined(separator: ";")
        headers.append(
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                    + "SignedHeaders=\(names),Signature=\(signature)"
            ))
        let request = SigningRequest(
            method: "PUT", path: "/examplebucket/chunkObject.txt", headers: headers,
            payloadHash: payload.rawValue)
        return try #require(try verified(request, rules: .s3, secret: Self.secret, now: Self.time))
    }

    private func signed() throws -> ChunkSeed {
        try seed(.signed, signature: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9")
    }

    private func signedTrailer() throws -> ChunkSeed {
        try seed(
            .signedTrailer, signature: "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e")
    }

    private static let signedBody = body([
        "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
        String(repeating: "a", count: 65_536),
        "400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
        String(repeating: "a", count: 1024),
        "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9", "",
    ])

    private static let trailerLines = [
        "10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
        String(repeating: "a", count: 65_536),
        "400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
        String(repeating: "a", count: 1024),
        "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
        "x-amz-checksum-crc32c:sOO8/Q==",
        "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435", "",
    ]

    private static func body(_ lines: [String]) -> [UInt8] {
        Array(lines.map { $0 + "\r\n" }.joined().utf8)
    }

    private func decode(
        _ body: [UInt8], _ seed: ChunkSeed, step: Int = .max, bytes: Int64? = 66_560
    ) throws(ChunkError) -> (data: [UInt8], trailers: [(name: String, value: String)]) {
        var decoder = ChunkedBodyDecoder(seed: seed, decodedBytes: bytes)
        var output: [UInt8] = []
        var start = 0
        while start < body.count {
            let end = step < body.count - start ? start + step : body.count
            try decoder.decode(body[start..<end], into: &output)
            start = end
        }
        try decoder.finish()
        return (output, decoder.trailers)
    }

    private func failure(_ body: [UInt8], _ seed: ChunkSeed, bytes: Int64? = 66_560) -> ChunkError? {
        do throws(ChunkError) {
            _ = try decode(body, seed, bytes: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "The published example of signed chunks is accepted however it is cut",
        arguments: [1, 2, 7, 4096, .max])
    func signedExample(_ step: Int) throws {
        let (data, trailers) = try decode(Self.signedBody, signed(), step: step)
        #expect(data == [UInt8](repeating: 0x61, count: 66_560))
        #expect(trailers.isEmpty)
    }

    @Test(
        "The published example of signed trailing headers is accepted however it is cut",
        arguments: [1, 3, .max])
    func trailerExample(_ step: Int) throws {
        let (data, trailers) = try decode(Self.body(Self.trailerLines), signedTrailer(), step: step)
        #expect(data.count == 66_560)
        #expect(trailers.map(\.name) == ["x-amz-checksum-crc32c"])
        #expect(trailers.map(\.value) == ["sOO8/Q=="])
    }

    @Test("The encoder writes the published examples byte for byte")
    func encoder() throws {
        for (seed, expected) in [
            (try signed(), Self.signedBody), (try signedTrailer(), Self.body(Self.trailerLines)),
        ] {
            var encoder = ChunkedBodyEncoder(seed: seed)
            var body: [UInt8] = []
            try encoder.append([UInt8](repeating: 0x61, count: 65_536)[...], into: &body)
            try encoder.append([UInt8](repeating: 0x61, count: 1024)[...], into: &body)
            try encoder.finish(trailers: [("x-amz-checksum-crc32c", "sOO8/Q==")], into: &body)
            #expect(body == expected)
        }
    }

    @Test("A changed byte anywhere outside of line ends fails the body")
    func flippedBytes() throws {
        let body = Self.body(Self.trailerLines)
        for index in Array(0..<90) + [40_000, 65_700, 65_800] + Array((body.count - 250)..<body.count) {
            var changed = body
            changed[index] ^= 1
            #expect(failure(changed, try signedTrailer()) != nil, "byte \(index)")
        }
    }

    @Test("A changed trailing header is a signature mismatch")
    func changedTrailer() throws {
        var lines = Self.trailerLines
        lines[5] = "x-amz-checksum-crc32c:AAAAAA=="
        let error = failure(Self.body(lines), try signedTrailer())
        #expect(error?.failure.code == "SignatureDoesNotMatch")
    }

    @Test("A signed trailer without its signature is malformed")
    func missingTrailerSignature() throws {
        var lines = Self.trailerLines
        lines.remove(at: 6)
        #expect(failure(Self.body(lines), try signedTrailer()) == .incomplete)
        lines.remove(at: 5)
        #expect(failure(Self.body(lines), try signedTrailer()) == .malformedTrailer)
    }

    @Test("A body that stops early is incomplete at every byte")
    func truncated() throws {
        for cut in [0, 1, 60, 90, 1000, 65_622, 65_625, 66_000, Self.signedBody.count - 1] {
            #expect(failure(Array(Self.signedBody[..<cut]), try signed()) == .incomplete)
        }
        #expect(ChunkError.incomplete.failure.code == "IncompleteBody")
    }

    @Test("Bytes after the end are refused")
    func trailingBytes() throws {
        #expect(failure(Self.signedBody + [0x0A], try signed()) == .trailingBytes)
    }

    @Test("The decoded length must be the declared one")
    func lengths() throws {
        #expect(
            failure(Self.signedBody, try signed(), bytes: 66_561)
                == .lengthMismatch(declared: 66_561, received: 66_560))
        #expect(
            failure(Self.signedBody, try signed(), bytes: 66_559)
                == .lengthMismatch(declared: 66_559, received: 66_560))
        #expect(failure(Self.signedBody, try signed(), bytes: nil) == nil)
    }

    @Test("A small chunk before the last is refused as Amazon S3 does")
    func smallChunk() throws {
        let seed = try signed()
        var encoder = ChunkedBodyEncoder(seed: seed)
        var body: [UInt8] = []
        try encoder.append([1, 2, 3], into: &body)
        try encoder.append([4], into: &body)
        try encoder.finish(into: &body)
        let error = failure(body, seed, bytes: 4)
        #expect(error == .chunkTooSmall(number: 1, bytes: 3))
        #expect(error?.failure.code == "InvalidChunkSizeError")
    }

    @Test("Opening lines and trailing headers have limits")
    func limits() throws {
        let unsigned = try unsignedSeed()
        #expect(failure(Array(repeating: 0x30, count: 600), unsigned) == .chunkHeaderTooLong)
        #expect(failure(Array("FFFFFFFFFF\r\n".utf8), unsigned) == .chunkTooLarge)
        #expect(failure(Array("FFFFFFFFFFFFFFFFF\r\n".utf8), unsigned) == .malformedChunk)
        #expect(failure(Array("1\n".utf8), unsigned) == .malformedChunk)
        #expect(failure(Array("x\r\n".utf8), unsigned) == .malformedChunk)
        #expect(failure(Array("1\r\nab\r\n".utf8), unsigned, bytes: nil) == .malformedChunk)
        let many = "0\r\n" + String(repeating: "a:b\r\n", count: 4000)
        #expect(failure(Array(many.utf8), unsigned, bytes: nil) == .trailersTooLong)
        #expect(failure(Array("0\r\nabc\r\n\r\n".utf8), unsigned, bytes: nil) == .malformedTrailer)
    }

    private func unsignedSeed() throws -> ChunkSeed {
        let signer = Signer(
            credentials: SigningCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: exampleSecret),
            region: "us-east-1", service: "s3")
        var request = SigningRequest(
            method: "PUT", path: "/k", headers: [("Host", "h"), ("X-Amz-Trailer", "x-amz-checksum-crc32")],
            payloadHash: ChunkedPayload.unsignedTrailer.rawValue)
        try signer.sign(&request, now: exampleTime)
        return try #require(try verified(request, rules: .s3))
    }

    @Test("An unsigned body hands out its trailing checksum")
    func unsignedTrailer() throws {
        let body = Array("5\r\nhello\r\n0\r\nX-Amz-Checksum-Crc32: NhCmhg== \r\n\r\n".utf8)
        let (data, trailers) = try decode(body, unsignedSeed(), step: 1, bytes: 5)
        #expect(data == Array("hello".utf8))
        #expect(trailers.map(\.name) == ["x-amz-checksum-crc32"])
        #expect(trailers.map(\.value) == ["NhCmhg=="])
    }

    @Test("Events are signed in a chain that starts at the head")
    func events() throws {
        let scope = try CredentialScope(parsing: "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request")
        let claim = SignatureClaim(
            algorithm: .v4, scope: scope, signedHeaders: "host",
            signature: "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
            timestamp: SigningDate(milliseconds: Self.time), expires: nil, sessionToken: nil, regionSet: nil,
            isPresigned: false)
        let header = Array("\u{5}:date".utf8) + [0x08, 0, 0, 0x01, 0x3E, 0xD3, 0, 0, 0]
        let date = SigningDate(milliseconds: Self.time + 5000)
        let event = Array("event".utf8)
        var signing = try EventSignatureChain(claim: claim, secret: Self.secret, keys: SigningKeyCache())
        var checking = signing
        let first = try signing.sign(headers: header[...], payload: event[...], date: date)
        var digits: [UInt8] = []
        digits.appendHex(first)
        #expect(Bytes.text(digits) == "56c6748220dc21dbeab8d272faea6855c16808bf306d4a7d300c66aa073aacfe")
        let second = try signing.sign(headers: header[...], payload: event[...], date: date)
        try checking.verify(first, headers: header[...], payload: event[...], date: date)
        #expect(throws: ChunkError.self) {
            try checking.verify(first, headers: header[...], payload: event[...], date: date)
        }
        try checking.verify(second, headers: header[...], payload: event[...], date: date)
    }
}

import Testing

@testable import Signing

@Suite("Signing and verifying")
struct SignerTests {
    private func randomText(_ alphabet: String, _ count: Int, _ random: inout SeededGenerator) -> String {
        let letters = Array(alphabet)
        return String((0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] })
    }

    private func randomRequest(_ random: inout SeededGenerator) -> SigningRequest {
        let path = "/" + randomText("aB9-._~/%25 +é€()", Int.random(in: 0..<20, using: &random), &random)
        let query = randomText("ab=&%20+é-~./", Int.random(in: 0..<20, using: &random), &random)
        var headers: [(name: String, value: String)] = [("Host", "example.com")]
        for _ in 0..<Int.random(in: 0..<5, using: &random) {
            let name = "X-" + randomText("aBc", Int.random(in: 1..<3, using: &random), &random)
            headers.append((name, randomText("ab ,\té", Int.random(in: 0..<9, using: &random), &random)))
        }
        let body = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        return SigningRequest(
            method: ["GET", "PUT", "POST"].randomElement(using: &random) ?? "GET", path: path, query: query,
            headers: headers, payloadHash: SHA256Hex.of(body))
    }

    private func signer(_ service: String, _ algorithm: SignatureAlgorithm = .v4, token: String? = nil)
        -> Signer
    {
        Signer(
            credentials: SigningCredentials(
                accessKeyID: "AKIDEXAMPLE", secretAccessKey: exampleSecret, sessionToken: token),
            region: algorithm == .v4 ? "us-east-1" : "us-east-1,eu-*", service: service, algorithm: algorithm)
    }

    @Test("Whatever was signed verifies, in headers and in URLs", arguments: ["s3", "sqs"])
    func roundTrip(_ service: String) throws {
        var random = SeededGenerator(state: 1)
        for number in 0..<500 {
            var request = randomRequest(&random)
            let signer = signer(service, token: number % 3 == 0 ? "token/+ =" : nil)
            if number % 2 == 0 {
                try signer.sign(&request, now: exampleTime)
            } else {
                try signer.presign(&request, now: exampleTime, expires: 60)
            }
            #expect(refusal(of: request, rules: service == "s3" ? .s3 : .standard) == nil, "\(request)")
        }
    }

    @Test("A changed byte of path, query, header, method or digest fails a signed request")
    func flippedBytes() throws {
        let signer = signer("s3")
        var request = SigningRequest(
            method: "PUT", path: "/bucket/key", query: "partNumber=1&uploadId=abc",
            headers: [("Host", "example.com"), ("Content-Type", "text/plain")])
        try signer.sign(&request, now: exampleTime)
        func refusedAfter(_ change: (inout SigningRequest) -> Void) -> Bool {
            var changed = request
            change(&changed)
            return refusal(of: changed, rules: .s3) != nil
        }
        func flipped(_ text: String, _ index: Int) -> String {
            var bytes = Array(text.utf8)
            bytes[index] ^= 1
            return String(decoding: bytes, as: UTF8.self)
        }
        for index in request.path.utf8.indices.enumerated().map(\.offset) {
            #expect(refusedAfter { $0.path = flipped($0.path, index) }, "path \(index)")
        }
        for index in 0..<request.query.utf8.count {
            #expect(refusedAfter { $0.query = flipped($0.query, index) }, "query \(index)")
        }
        for index in 0..<64 {
            #expect(refusedAfter { $0.payloadHash = flipped($0.payloadHash, index) }, "digest \(index)")
        }
        #expect(refusedAfter { $0.method = "PUU" })
        for header in request.headers.indices where request.headers[header].name != "Authorization" {
            for index in 0..<request.headers[header].value.utf8.count {
                #expect(
                    refusedAfter { $0.headers[header].value = flipped($0.headers[header].value, index) },
                    "\(request.headers[header].name) \(index)")
            }
        }
        let last = request.headers.count - 1
        let signature = request.headers[last].value.utf8.count - 64
        for index in signature..<(signature + 64) {
            #expect(refusedAfter { $0.headers[last].value = flipped($0.headers[last].value, index) })
        }
    }

    @Test("The signer writes the very headers of the other implementation")
    func sameHeaders() throws {
        let example = signedRequests[0]
        var request = example.request
        request.headers.removeAll { $0.name == "Authorization" || $0.name == "X-Amz-Date" }
        try signer("sqs").sign(&request, now: exampleTime)
        #expect(request.headers.map(\.value) == example.headers.map(\.value))
    }

    @Test("A URL is not presigned for more than a week")
    func tooLong() {
        var request = SigningRequest(method: "GET", path: "/", headers: [("Host", "h")])
        #expect(throws: SigningError.self) {
            try signer("s3").presign(&request, now: exampleTime, expires: 604_801)
        }
    }

    @Test("Signature Version 4A derives the published public key")
    func asymmetricKey() throws {
        let pair = try #require(SigningKeyPair(secret: exampleSecret, accessKeyID: "AKIDEXAMPLE"))
        var digits: [UInt8] = []
        digits.appendHex(pair.publicPoint)
        #expect(
            Bytes.text(digits)
                == "b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1"
                + "865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518")
    }

    @Test("A Signature Version 4A of another implementation is accepted, a changed one is not")
    func asymmetricVector() throws {
        let signature =
            "3045022100a2fc4e9965f38fb500295b47d8d1c9bc5b27c09a1c2001a3b29954a9ad613539022035296ac97980d307"
            + "fe613ad63eca4d59ad2a9f9e7e269a3d907e111f14d23e15"
        var request = SigningRequest(
            method: "GET", path: "/", query: "Param2=value2&Param1=value1",
            headers: [
                ("Host", "example.amazonaws.com"), ("X-Amz-Date", "20260101T123045Z"),
                ("X-Amz-Region-Set", "us-east-1,eu-*"),
                (
                    "Authorization",
                    "AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/20260101/service/aws4_request, "
                        + "SignedHeaders=host;x-amz-date;x-amz-region-set, Signature=\(signature)"
                ),
            ])
        let claim = try #require(try SignatureClaim.claim(in: request))
        #expect(claim.regionSet == "us-east-1,eu-*")
        #expect(claim.scope.region == nil)
        #expect(refusal(of: request) == nil)
        request.query = "Param2=value2&Param1=value2"
        #expect(refusal(of: request)?.failure(in: .query).code == "SignatureDoesNotMatch")
    }

    @Test("Signature Version 4A works for headers, URLs and chunks", arguments: [true, false])
    func asymmetricRoundTrip(_ hasTrailer: Bool) throws {
        let signer = signer("s3", .v4a)
        var url = SigningRequest(method: "GET", path: "/a//b", headers: [("Host", "h")])
        try signer.presign(&url, now: exampleTime, expires: 60)
        #expect(refusal(of: url, rules: .s3) == nil)
        let payload = hasTrailer ? ChunkedPayload.asymmetricTrailer : .asymmetric
        var request = SigningRequest(
            method: "PUT", path: "/k", headers: [("Host", "h")], payloadHash: payload.rawValue)
        let seed = try #require(try signer.sign(&request, now: exampleTime))
        var encoder = ChunkedBodyEncoder(seed: seed)
        var body: [UInt8] = []
        let data = [UInt8](repeating: 7, count: 9000)
        try encoder.append(data[...], into: &body)
        try encoder.append(data[...], into: &body)
        try encoder.finish(trailers: [("x-amz-checksum-crc32", "AAAAAA==")], into: &body)
        var decoder = ChunkedBodyDecoder(
            seed: try #require(try verified(request, rules: .s3)), decodedBytes: 18_000)
        var output: [UInt8] = []
        try decoder.decode(body[...], into: &output)
        try decoder.finish()
        #expect(output == data + data)
        #expect(decoder.trailers.count == (hasTrailer ? 1 : 0))
    }

    @Test("A streaming payload of the other algorithm is refused")
    func mixedAlgorithms() throws {
        var request = SigningRequest(
            method: "PUT", path: "/k", headers: [("Host", "h")],
            payloadHash: ChunkedPayload.asymmetric.rawValue)
        #expect(throws: SigningError.self) { try signer("s3").sign(&request, now: exampleTime) }
        #expect(refusal(of: request, rules: .s3)?.failure(in: .s3).code == "InvalidArgument")
    }

    @Test("Twenty thousand mutations of requests and bodies trap nowhere")
    func mutations() {
        var random = SeededGenerator(state: 2)
        let texts = signedRequests.map { example in
            let headers = example.headers.map { "\($0.name):\($0.value)\n" }.joined()
            return Array("\(example.method)\n\(example.path)\n\(example.query)\n\(headers)".utf8)
        }
        let streaming = Array(
            ("PUT\n/k\n\nHost:h\nX-Amz-Date:20260101T123045Z\n"
                + "X-Amz-Content-SHA256:STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER\n"
                + "Authorization:AWS4-HMAC-SHA256 Credential=A/20260101/r/s3/aws4_request,SignedHeaders=host,"
                + "Signature=0\n\n3;chunk-signature=00\r\nabc\r\n0;chunk-signature=00\r\na:b\r\n"
                + "x-amz-trailer-signature:0\r\n\r\n").utf8)
        let unsigned = Array(
            String(decoding: streaming, as: UTF8.self)
                .replacingFirst("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", with: "STREAMING-UNSIGNED-PAYLOAD").utf8
        )
        let seeds = texts + [streaming, unsigned]
        var count = 0
        for number in 0..<20_000 {
            var bytes = seeds[number % seeds.count]
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1:
                    bytes.insert(Array("%;=,/:\r\n&0Z".utf8).randomElement(using: &random) ?? 0, at: index)
                case 2:
                    bytes.removeSubrange(
                        index..<min(bytes.count, index + Int.random(in: 1...8, using: &random)))
                default: bytes.insert(contentsOf: bytes[index...].prefix(12), at: index)
                }
                if bytes.isEmpty { bytes = [0] }
            }
            _ = fuzzSigning(bytes)
            count += 1
        }
        #expect(!fuzzSigning([]))
        #expect(count == 20_000)
    }

    @Test("Dates go to text and back over all years, and impossible ones are refused")
    func dates() {
        var random = SeededGenerator(state: 3)
        for _ in 0..<2000 {
            let date = SigningDate(seconds: Int64.random(in: 0...SigningDate.lastSecond, using: &random))
            #expect(SigningDate(basicFormat: date.basicFormat) == date)
        }
        #expect(SigningDate(basicFormat: "20240229T235959Z")?.seconds == 1_709_251_199)
        #expect(SigningDate(milliseconds: 1_709_251_199_999).basicFormat == "20240229T235959Z")
        for text in [
            "20230229T000000Z", "20240001T000000Z", "20240101T240000Z", "20240101T000060Z", "2024", "",
        ] {
            #expect(SigningDate(basicFormat: text) == nil, "\(text)")
        }
        #expect(SigningDate(httpDate: "Fri, 09 Sep 2011 23:36:00 -0000")?.basicFormat == "20110909T233600Z")
        #expect(SigningDate(httpDate: "Fri, 09 Foo 2011 23:36:00 GMT") == nil)
        #expect(SigningDate(milliseconds: .min).basicFormat == "19700101T000000Z")
        #expect(SigningDate(milliseconds: .max).basicFormat == "99991231T235959Z")
    }
}

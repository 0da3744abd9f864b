import ApusClient
import Compression
import Gateway
import Signing
import ZipArchive

/// The readers of archives, signatures, and heads of requests and answers.
extension FuzzTarget {
    static let zip = FuzzTarget("zip", tokens: ["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "../", "/"]) {
        bytes in
        let limits = ZipLimits(entriesMax: 100, unpackedSizeMax: 1 << 20)
        guard let archive = try? ZipArchive(bytes, limits: limits) else { return false }
        for entry in archive.entries { _ = try? archive.contents(of: entry) }
        return true
    }

    static let gzip = FuzzTarget("gzip") { bytes in
        (try? Inflater.decode(bytes, .gzip, sizeMax: 1 << 20)) != nil
    }

    static let signing = FuzzTarget(
        "signing",
        tokens: [
            "authorization:AWS4-HMAC-SHA256 Credential=", "SignedHeaders=", "X-Amz-Signature=",
            ";chunk-signature=",
        ]
    ) { bytes in
        fuzzSigning(bytes)
    }

    static let httpHead = FuzzTarget(
        "http-head",
        tokens: ["GET / HTTP/1.1\r\n", "Content-Length: ", "Transfer-Encoding: chunked\r\n", "\r\n\r\n"]
    ) { bytes in
        fuzzRequestHead(bytes)
    }

    static let httpAnswer = FuzzTarget(
        "http-answer",
        tokens: [
            "HTTP/1.1 200 OK\r\n", "Content-Length: ", "Transfer-Encoding: chunked\r\n", "\r\n\r\n", "0\r\n",
        ]
    ) { bytes in
        fuzzPlainAnswer(bytes)
    }
}

/// The credential scope that a request states, read without checking anything.
struct CredentialText: Sendable {
    let accessKeyID: String
    let region: String
    let service: String

    init?(_ head: RequestHead) { self.init(Self.bytes(head)) }

    /// The scope as it stands in the request; empty where there is none.
    static func bytes(_ head: RequestHead) -> ArraySlice<UInt8> {
        if let authorization = head.headers.firstBytes("authorization") {
            return credential(in: authorization) ?? []
        }
        return head.queryValue("X-Amz-Credential").map { Array($0.utf8)[...] } ?? []
    }

    /// What follows `Credential=`, up to a comma or space.
    private static func credential(in authorization: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let name = "Credential=".utf8
        var rest = authorization
        while let start = rest.firstIndex(of: UInt8(ascii: "C")) {
            rest = rest[start...]
            if rest.starts(with: name) {
                return rest.dropFirst(name.count).prefix {
                    $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: " ")
                }
            }
            rest = rest.dropFirst()
        }
        return nil
    }

    init?(_ text: ArraySlice<UInt8>) {
        // Key, date, region, service, terminator; the key id of some tools contains slashes.
        let slash = UInt8(ascii: "/")
        guard let serviceEnd = text.lastIndex(of: slash),
            let regionEnd = text[..<serviceEnd].lastIndex(of: slash),
            let dateEnd = text[..<regionEnd].lastIndex(of: slash),
            let keyEnd = text[..<dateEnd].lastIndex(of: slash)
        else { return nil }
        accessKeyID = Self.text(text[..<keyEnd])
        region = Self.text(text[(dateEnd + 1)..<regionEnd])
        service = Self.text(text[(regionEnd + 1)..<serviceEnd])
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}

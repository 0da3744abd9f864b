/// Whose key signs, and the day, region and service the signature is bound to:
/// `AKIDEXAMPLE/20250101/us-east-1/sqs/aws4_request`.
/// [Credential scope](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html)
public struct CredentialScope: Sendable, Equatable {
    /// The access key id.
    public let accessKeyID: String
    /// The day, `20250101`.
    public let date: String
    /// The region; nil with Signature Version 4A, whose signatures name a set of regions elsewhere.
    public let region: String?
    /// The signing name of the service, such as `sqs`.
    public let service: String
    /// The whole credential as sent.
    public let text: String

    static let terminator = "aws4_request"

    /// Reads a credential as a client sends it.
    ///
    /// Throws ``SigningError/malformedCredential(_:algorithm:isPresigned:)`` unless it has exactly five parts
    /// (four with Signature Version 4A), none of them empty, and
    /// ``SigningError/wrongTerminator(_:isPresigned:)`` unless the last is `aws4_request`.
    public init(
        parsing text: String, algorithm: SignatureAlgorithm = .v4, isPresigned: Bool = false
    ) throws(SigningError) {
        let bytes = Array(text.utf8)
        var slashes: [Int] = []
        slashes.reserveCapacity(4)
        for index in bytes.indices where bytes[index] == 0x2F && slashes.count < 5 { slashes.append(index) }
        func part(_ number: Int) -> ArraySlice<UInt8> {
            let start = number == 0 ? 0 : slashes[number - 1] + 1
            return bytes[start..<(number < slashes.count ? slashes[number] : bytes.count)]
        }
        let last = algorithm == .v4 ? 4 : 3
        guard slashes.count == last, !(0...last).contains(where: { part($0).isEmpty }) else {
            throw .malformedCredential(text, algorithm: algorithm, isPresigned: isPresigned)
        }
        guard Bytes.equals(part(last), Self.terminator) else {
            throw .wrongTerminator(Bytes.text(part(last)), isPresigned: isPresigned)
        }
        accessKeyID = Bytes.text(part(0))
        date = Bytes.text(part(1))
        region = algorithm == .v4 ? Bytes.text(part(2)) : nil
        service = Bytes.text(part(last - 1))
        self.text = text
    }

    init(accessKeyID: String, date: String, region: String?, service: String) {
        self.accessKeyID = accessKeyID
        self.date = date
        self.region = region
        self.service = service
        let place = region.map { "\($0)/\(service)" } ?? service
        text = "\(accessKeyID)/\(date)/\(place)/\(Self.terminator)"
    }

    /// The scope without the access key id, as in a string to sign.
    func appendUnkeyed(to bytes: inout [UInt8]) {
        bytes.append(date)
        bytes.append(0x2F)
        if let region {
            bytes.append(region)
            bytes.append(0x2F)
        }
        bytes.append(service)
        bytes.append(0x2F)
        bytes.append(Self.terminator)
    }

    /// The scope without the access key id, as text.
    var unkeyed: String {
        var bytes: [UInt8] = []
        appendUnkeyed(to: &bytes)
        return Bytes.text(bytes)
    }

    /// Throws unless the scope names the service and region that receive the request; a nil `region` accepts
    /// any.
    public func require(service expected: String, region place: String?, isPresigned: Bool = false)
        throws(SigningError)
    {
        guard service == expected else {
            throw .wrongService(service, expected: expected, isPresigned: isPresigned)
        }
        guard let place, let region, region != place else { return }
        throw .wrongRegion(region, expected: place, isPresigned: isPresigned)
    }
}

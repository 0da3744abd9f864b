internal import Kernel
internal import S3Interface
internal import Wire

/// What a sender says about the bytes it sends.
struct Expectation: Sendable {
    var md5: [UInt8]?
    var checksum: Checksum?
    /// The algorithm announced without a value, which then stands in the trailer.
    var algorithm: ChecksumAlgorithm?
    /// The algorithm of the checksum that is kept, where that is not the sender's affair.
    var kept: ChecksumAlgorithm?
    /// Most bytes that are taken.
    var sizeMax = Intake.sizeMax

    init() {}

    init(contentMD5: String?, algorithm name: String?, checksum: Checksum?) throws {
        if let contentMD5 {
            guard let bytes = Base64.decoded(contentMD5), bytes.count == 16 else {
                throw InvalidDigest(content_MD5: contentMD5)
            }
            md5 = bytes
        }
        try checksum?.validate()
        self.checksum = checksum
        algorithm = checksum?.algorithm
        if algorithm == nil, let name {
            guard let known = ChecksumAlgorithm(rawValue: name) else {
                throw NotImplemented("ChecksumAlgorithm \(name)")
            }
            algorithm = known
        }
    }
}

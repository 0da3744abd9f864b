internal import S3Interface
internal import Wire

/// A checksum of an object or a part, as the API spells it.
struct Checksum: Sendable, Equatable {
    let algorithm: ChecksumAlgorithm
    /// Base64; a composite one ends with the number of parts.
    let value: String

    /// The digits without the number of parts.
    var digits: String { String(value.prefix { $0 != "-" }) }
    var isComposite: Bool { value.contains("-") }
    var type: String { isComposite ? "COMPOSITE" : "FULL_OBJECT" }

    func value(for algorithm: ChecksumAlgorithm) -> String? {
        self.algorithm == algorithm ? value : nil
    }

    /// The one checksum among what a request may carry; two are refused, as AWS does.
    static func given(_ values: [(ChecksumAlgorithm, String?)]) throws -> Checksum? {
        let present = values.compactMap { algorithm, value in
            value.map { Checksum(algorithm: algorithm, value: $0) }
        }
        guard present.count < 2 else {
            throw InvalidRequest(
                "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")
        }
        return present.first
    }

    /// Refuses a value that is not base64 of the right length.
    func validate() throws {
        guard let bytes = Base64.decoded(value), bytes.count == algorithm.size else {
            throw InvalidRequest("Value for \(algorithm.field) header is invalid.")
        }
    }
}

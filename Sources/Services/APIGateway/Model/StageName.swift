internal import APIGatewayInterface

/// Names of stages, which stand in URLs.
enum StageName {
    static func check(_ name: String) throws {
        let isValid =
            name.utf8.count <= 128
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
        guard isValid, !name.isEmpty else {
            throw BadRequestException("Stage name only allows a-zA-Z0-9_")
        }
    }
}

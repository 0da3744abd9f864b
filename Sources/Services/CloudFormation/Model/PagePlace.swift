internal import CloudFormationInterface
internal import Kernel

/// Where a listing goes on.
enum PagePlace {
    static func number(_ token: String?, _ question: String) throws(ValidationError) -> Int64? {
        try text(token, question).flatMap { Int64($0) }
    }

    static func text(_ token: String?, _ question: String) throws(ValidationError) -> String? {
        guard let token else { return nil }
        guard let place = PageToken.decode(token, for: question)?.first else {
            throw ValidationError("Invalid NextToken")
        }
        return place
    }
}

internal import LambdaInterface
internal import Store
internal import Wire

/// Code and configuration of a function, as it is now (`$LATEST`, number 0) or as it was published.
struct FunctionVersion: Sendable {
    let id: Int64
    let function: Int64
    let number: Int
    /// The digest of the archive.
    var code: String
    var revision: String
    var configuration: FunctionConfiguration

    var name: String { number == 0 ? FunctionReference.latest : String(number) }
    var isReady: Bool { configuration.state != "Pending" }
    var timeoutSeconds: Int { configuration.timeout ?? 3 }
    var memoryMegabytes: Int { configuration.memorySize ?? 128 }

    /// The configuration as callers see it.
    var answer: FunctionConfiguration {
        var answer = configuration
        answer.revisionId = revision
        answer.version = name
        if number > 0 {
            answer.functionArn = (configuration.functionArn ?? "") + ":\(number)"
        }
        return answer
    }
}

extension FunctionVersion: RowDecodable {
    static let columns: StaticString = "id, function, number, code, revision, configuration"

    init(row: borrowing Row) throws(StoreError) {
        id = try row.value(0)
        function = try row.value(1)
        number = try row.value(2)
        code = try row.value(3)
        revision = try row.value(4)
        let text: String = try row.value(5)
        configuration = try StoredShape.read(text, column: 5)
    }
}

/// Shapes of the interface as text columns.
enum StoredShape {
    static func read<S: Shape>(_ text: String, column: Int, as: S.Type = S.self) throws(StoreError) -> S {
        do throws(WireError) {
            return try S(json: Array(text.utf8))
        } catch {
            throw StoreError.column(index: column, expected: "\(S.self)", found: "other text")
        }
    }

    static func text(_ shape: some Shape) -> String { String(decoding: shape.json(), as: UTF8.self) }
}

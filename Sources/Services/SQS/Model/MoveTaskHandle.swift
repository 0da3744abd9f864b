internal import Kernel
internal import SQSInterface
internal import Wire

/// Names a move task to its owner: the task's id and the queue it empties.
struct MoveTaskHandle {
    let id: String
    let source: ARN

    init(id: String, source: ARN) {
        self.id = id
        self.source = source
    }

    init(_ text: String) throws(InvalidParameterValue) {
        guard let bytes = Base64.decoded(text), let parts = Self.object(bytes),
            let id = parts["taskId"]?.string, let source = parts["sourceArn"]?.string.flatMap({ ARN($0) })
        else {
            throw InvalidParameterValue("Value for parameter TaskHandle is invalid.")
        }
        self.init(id: id, source: source)
    }

    private static func object(_ bytes: [UInt8]) -> JSON? {
        do throws(JSONError) { return try JSON(parsing: bytes) } catch { return nil }
    }

    var text: String {
        let json: JSON = ["taskId": .string(id), "sourceArn": .string(source.description)]
        return Base64.encoded(json.utf8)
    }
}

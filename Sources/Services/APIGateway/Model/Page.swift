internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

/// A page of a list.
struct Page<S: Shape>: Sendable {
    /// Entries of a page, when the request names no number and at most.
    static var sizeUsual: Int { 25 }
    static var sizeMax: Int { 500 }

    let items: [S]
    /// Where the next page begins; nil on the last one.
    let position: String?

    init(
        _ kind: EntityKind, parent: String = "", position: String?, limit: Int?, id: (S) -> String?,
        _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        let size = min(max(1, limit ?? Self.sizeUsual), Self.sizeMax)
        let question = "\(kind.rawValue) \(parent)"
        var after = ""
        if let position {
            guard let place = PageToken.decode(position, for: question)?.first else {
                throw BadRequestException("Invalid position parameter specified")
            }
            after = place
        }
        let found = try Entities.list(
            S.self, kind, parent: parent, after: after, limit: size + 1, call.scope, in: tx)
        items = Array(found.prefix(size))
        let last = found.count > size ? items.last.flatMap(id) : nil
        self.position = last.map { PageToken.encode([$0], for: question) }
    }
}

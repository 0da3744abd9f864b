internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Kernel
internal import Store

/// One change of one item, as its stream tells it.
struct ChangeRecord: Sendable, RowDecodable {
    static let columns: StaticString = "id, at, is_expiry, item_key, new_image, old_image, kind, size"

    enum Kind: String, SQLReadable, Sendable {
        case insert = "INSERT"
        case modify = "MODIFY"
        case remove = "REMOVE"
    }

    let number: Int64
    let at: Instant
    /// Whether the item was removed because its time had come.
    let isExpiry: Bool
    let key: [UInt8]
    let newImage: [UInt8]?
    let oldImage: [UInt8]?
    let kind: Kind
    /// Bytes of key and images.
    let size: Int

    init(row: borrowing Row) throws(StoreError) {
        number = try row[0]
        at = try row[1]
        isExpiry = try row[2]
        key = try row[3]
        newImage = try row[4]
        oldImage = try row[5]
        kind = try row[6]
        size = try row[7]
    }

    /// The record on the wire.
    func record(of stream: ChangeStream, _ scope: Scope) throws -> Record {
        let content = StreamRecord(
            approximateCreationDateTime: Instant(milliseconds: at.seconds * 1000).timestamp,
            keys: try ItemCoding.decode(key), newImage: try newImage.map { try ItemCoding.decode($0) },
            oldImage: try oldImage.map { try ItemCoding.decode($0) },
            sequenceNumber: SequenceNumber.text(number), sizeBytes: size,
            streamViewType: stream.view.rawValue)
        return Record(
            eventID: Digest.hex(Digest.md5("\(stream.id)/\(number)".utf8)), eventName: kind.rawValue,
            eventVersion: "1.1", eventSource: "aws:dynamodb", awsRegion: scope.region, dynamodb: content,
            userIdentity: isExpiry
                ? Identity(principalId: "dynamodb.amazonaws.com", type: "Service") : nil)
    }
}

internal import DynamoDBExpressions
internal import DynamoDBInterface

/// What an answer repeats of an item: `ReturnValues`.
enum ReturnedValues: String {
    case none = "NONE"
    case allOld = "ALL_OLD"
    case updatedOld = "UPDATED_OLD"
    case allNew = "ALL_NEW"
    case updatedNew = "UPDATED_NEW"

    /// For operations that can only answer the item as it was.
    static func whole(_ text: String?) throws(ValidationException) -> ReturnedValues {
        let value = ReturnedValues(rawValue: text ?? "NONE") ?? .none
        guard value == .none || value == .allOld else {
            throw ValidationException("Return values set to invalid value")
        }
        return value
    }

    /// The attributes for an update.
    func attributes(old: Item?, new: Item, update: ItemUpdate?) -> Item? {
        switch self {
        case .none: return nil
        case .allOld: return old
        case .allNew: return new
        case .updatedOld: return old.map { Self.touched($0, update) }
        case .updatedNew: return Self.touched(new, update)
        }
    }

    private static func touched(_ item: Item, _ update: ItemUpdate?) -> Item {
        guard let update else { return [:] }
        return PathProjection(paths: update.actions.map(\.path)).apply(to: item)
    }
}

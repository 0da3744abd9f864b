internal import DynamoDBExpressions
internal import DynamoDBInterface

/// What every item and key of a request must fulfil, whatever the table.
enum ItemRules {
    static func check(_ values: Item) throws(ValidationException) {
        for (_, value) in values {
            if let fault = value.fault { throw ValidationException(fault.message) }
        }
    }

    /// An item to be put.
    static func checkPut(_ item: Item) throws(ValidationException) {
        try check(item)
        guard ItemSize.of(item) <= ItemSize.itemMax else {
            throw ValidationException("Item size has exceeded the maximum allowed size")
        }
    }

    /// An item as an update has made it.
    static func checkUpdated(_ item: Item) throws(ValidationException) {
        for (_, value) in item where value.fault != nil {
            throw ValidationException(value.fault?.message ?? "")
        }
        guard ItemSize.of(item) <= ItemSize.itemMax else {
            throw ValidationException("Item size to update has exceeded the maximum allowed size")
        }
    }
}

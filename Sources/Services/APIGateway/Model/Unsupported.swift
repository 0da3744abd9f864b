internal import Wire

/// Settings that would have no effect are refused by their name.
enum Unsupported {
    static func refuse(_ operation: String, _ settings: [(name: String, isGiven: Bool)]) throws {
        for setting in settings where setting.isGiven {
            throw NotImplemented("\(operation) with \(setting.name)")
        }
    }
}

internal import Store

/// The tables of SQS.
enum Schema {
    static let migrations: [Migration] = []
}

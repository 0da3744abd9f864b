extension StoreCheck {
    /// SQLite's check of pages, indexes and constraints.
    static let integrity = StoreCheck(name: "integrity") { transaction in
        try transaction.session.connection.rows("PRAGMA integrity_check").filter { $0 != "ok" }
    }

    /// Rows that refer to rows which do not exist.
    static let foreignKeys = StoreCheck(name: "foreign keys") { transaction in
        try transaction.session.connection.rows("PRAGMA foreign_key_check")
    }
}

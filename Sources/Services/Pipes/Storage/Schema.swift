internal import Store

enum Schema {
    static let migrations: [Migration] = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE pipes_pipe (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    desired TEXT NOT NULL,
                    state TEXT NOT NULL,
                    reason TEXT,
                    created_at INTEGER NOT NULL,
                    modified_at INTEGER NOT NULL,
                    definition TEXT NOT NULL,
                    UNIQUE (scope, name)
                );
                CREATE TABLE pipes_place (
                    pipe INTEGER PRIMARY KEY,
                    number TEXT NOT NULL,
                    since INTEGER NOT NULL
                );
                """)
    ]
}

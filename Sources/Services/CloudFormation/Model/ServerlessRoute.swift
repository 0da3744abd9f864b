internal import Wire

/// A method of an API that an event of a function makes.
struct ServerlessRoute {
    let path: String
    /// In lower case; `any` for all.
    let method: String
    let function: String
}

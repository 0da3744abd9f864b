internal import Wire

/// A method of an API that an event of a function makes.
struct ServerlessRoute {
    let path: String
    /// In lower case; `any` for all.
    let method: String
    /// What stands for the ARN of what is called, such as `Function.Arn` or the name of an alias.
    let function: String
    /// What the event says about who may call.
    var auth: JSON = [:]
}

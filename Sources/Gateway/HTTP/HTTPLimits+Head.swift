extension HTTPLimits {
    /// The limits of a head, as the parser keeps them.
    struct Head: Sendable {
        var requestLineSizeMax: Int
        var headerLineSizeMax: Int
        var headSizeMax: Int
        var headerCountMax: Int
    }

    var head: Head {
        Head(
            requestLineSizeMax: requestLineSizeMax, headerLineSizeMax: headerLineSizeMax,
            headSizeMax: headSizeMax, headerCountMax: headerCountMax)
    }
}

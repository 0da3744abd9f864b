/// What a template may cost.
public enum VelocityLimits {
    /// Bytes of a template, as API Gateway takes them.
    public static let templateSizeMax = 300 << 10
    /// How deep directives, expressions and references may nest.
    public static let depthMax = 32
    /// Rounds of one loop, as in API Gateway.
    public static let roundsMax = 1000
    /// Steps of one rendering, over all loops.
    public static let stepsMax = 200_000
    /// Bytes that a rendering may yield, or a value hold on the way to it.
    public static let outputSizeMax = 10 << 20
}

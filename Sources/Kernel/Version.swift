/// The version of this build, as `apus --version` and the health endpoint tell it.
public enum ApusVersion {
    public static let current = "0.1.0"
}

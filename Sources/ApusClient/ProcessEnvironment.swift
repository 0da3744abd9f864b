internal import Glibc

/// The variables that this process was started with.
public enum ProcessEnvironment {
    public static var variables: [String: String] {
        var found: [String: String] = [:]
        // SAFETY: `environ` is a list of C strings that ends with nil; nothing in this process changes it.
        var entry: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1)
            if parts.count == 2 { found[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return found
    }
}

internal import Glibc
internal import Kernel
internal import Wire

/// The access key of the root user: given by the operator, or made at the first start and kept in a file that
/// only its owner can read.
struct RootKey {
    static let fileName = "root-credentials.json"

    let accessKeyID: String
    let secretAccessKey: String

    /// Finds or makes the key. `directory` is nil for a server in memory, whose key ends with it.
    static func establish(_ settings: Settings, directory: String?, entropy: Entropy) throws -> RootKey {
        if let id = settings.rootAccessKeyID, let secret = settings.rootSecretAccessKey {
            return RootKey(accessKeyID: id, secretAccessKey: secret)
        }
        if let directory, let known = try read("\(directory)/\(fileName)") { return known }
        let made = RootKey(
            accessKeyID: "AKIA" + entropy.text(16, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
            secretAccessKey: entropy.text(
                40, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
        if let directory { try made.write("\(directory)/\(fileName)") }
        return made
    }

    private static func read(_ path: String) throws -> RootKey? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        guard let json = try? JSON(parsing: Array(bytes[..<count])),
            let id = json["AccessKeyId"]?.string, let secret = json["SecretAccessKey"]?.string
        else {
            throw SettingsError("\(path) does not hold a root access key; remove it to have one made anew.")
        }
        return RootKey(accessKeyID: id, secretAccessKey: secret)
    }

    private func write(_ path: String) throws {
        let json: JSON = ["AccessKeyId": .string(accessKeyID), "SecretAccessKey": .string(secretAccessKey)]
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SettingsError("\(path) cannot be written.") }
        defer { close(descriptor) }
        let bytes = json.utf8 + [0x0A]
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw SettingsError("\(path) cannot be written.")
        }
    }
}

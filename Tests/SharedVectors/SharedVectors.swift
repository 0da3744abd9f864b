import Foundation
public import Wire

/// Facts that others published or recorded, read from beside the repository (`../shared`, or `APUS_SHARED`).
///
/// Tests that need them are skipped where they are not there. What is there and cannot be read is a failure.
public enum SharedVectors {
    private static let folder: String = {
        let environment = ProcessInfo.processInfo.environment["APUS_SHARED"]
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return (environment ?? root.appendingPathComponent("../shared").standardized.path) + "/vectors/"
    }()

    /// Whether a file, named from the folder of the vectors on, is there; says so where it is not.
    public static func has(_ file: String) -> Bool {
        if FileManager.default.fileExists(atPath: folder + file) { return true }
        print("Shared vectors are absent: there is no \(folder)\(file); its tests are skipped.")
        return false
    }

    /// The document in a file; throws for one that is not there or is no JSON.
    public static func document(_ file: String) throws -> JSON {
        try JSON(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: folder + file))))
    }
}

import FuzzTargets

#if canImport(Glibc)
    import Glibc
#endif

/// The target that `FUZZ_TARGET` names.
private let target: FuzzTarget? = {
    let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
    return FuzzTarget.all.first { $0.name == name }
}()

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let target else {
        let names = FuzzTarget.all.map(\.name).joined(separator: " ")
        let text = "Set FUZZ_TARGET to one of: \(names)\n"
        _ = write(STDERR_FILENO, text, text.utf8.count)
        exit(2)
    }
    // SAFETY: libFuzzer hands over `count` bytes that live for the length of the call.
    _ = target.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

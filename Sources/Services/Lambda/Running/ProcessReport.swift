internal import Kernel

/// AWS's words for the end of a process.
enum ProcessReport {
    static func describe(_ end: ProcessEnd) -> (type: String, reason: String) {
        switch end {
        case .exited(0): ("Runtime.ExitError", "Runtime exited without providing a reason")
        case .exited(let code): ("Runtime.ExitError", "Runtime exited with error: exit status \(code)")
        case .signalled(let number):
            ("Runtime.ExitError", "Runtime exited with error: signal: \(signal(number))")
        case .outOfMemory: ("Runtime.OutOfMemory", "Runtime exited with error: signal: killed")
        }
    }

    private static func signal(_ number: Int32) -> String {
        switch number {
        case 1: "hangup"
        case 2: "interrupt"
        case 3: "quit"
        case 4: "illegal instruction"
        case 6: "aborted"
        case 7: "bus error"
        case 8: "floating point exception"
        case 9: "killed"
        case 11: "segmentation fault"
        case 13: "broken pipe"
        case 15: "terminated"
        default: "signal \(number)"
        }
    }
}

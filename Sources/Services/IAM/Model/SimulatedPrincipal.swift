internal import Policy

/// Who is supposed to ask, in terms of policy evaluation; the kernel's principal has the same name.
typealias SimulatedPrincipal = Principal

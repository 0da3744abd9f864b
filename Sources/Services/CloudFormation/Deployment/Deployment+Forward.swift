internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension Deployment {
    /// Why a resource could not be made; the rest has been stored already.
    struct ResourceFailed: Error {
        let name: String
    }

    /// Makes and changes everything the template asks for, then settles the outcome.
    func forward(_ job: Job) async throws {
        do {
            var plan = try await plan(job)
            var rows = try await rows()
            for (position, declaration) in plan.resources.enumerated() {
                try await checkInterruption(job)
                let row = try await deploy(declaration, at: position, rows[declaration.name], &plan, job)
                rows[declaration.name] = row
                plan.evaluation.resources[row.name] = row.current
            }
            try await finishForward(&plan, job)
        } catch let failed as ResourceFailed {
            try await fail(job, resource: failed.name, reason: nil)
        } catch let failure as any Failure {
            if Task.isCancelled { throw CancellationError() }
            try await fail(job, resource: nil, reason: failure.message)
        }
    }

    private func plan(_ job: Job) async throws -> Plan {
        let template = try ProcessedTemplate.template(job.definition.processed, types: job.types)
        let pseudo = PseudoParameters(
            account: job.scope.account, region: job.scope.region, stackID: job.stack.arn,
            stackName: job.stack.name,
            notificationARNs: job.settings.notificationARNs)
        return try Plan(template, parameters: job.settings.parameters, pseudo: pseudo)
    }

    /// Throws what ends an operation from outside: its deadline, or a caller who cancels it.
    private func checkInterruption(_ job: Job) async throws {
        if Task.isCancelled { throw CancellationError() }
        if let deadline = job.operation.deadline, kernel.time.now >= deadline {
            throw ValidationError("Stack \(job.operation.kind.rawValue) time exceeded the specified timeout.")
        }
        let id = stack
        let row = try await kernel.store.read { tx in try Stacks.of(id, in: tx) }
        if row?.operation?.isCancelled == true { throw ValidationError("User Initiated") }
    }

    /// A value with all functions done; exports are looked up on the way and noted as used.
    func evaluated(_ json: JSON, _ plan: inout Plan, _ job: Job) async throws -> JSON {
        while true {
            do {
                return try plan.evaluation.required(json)
            } catch let needed as Evaluation.ImportNeeded {
                let row = job.stack
                let value = try await kernel.store.write(label: "cloudformation.import") { tx -> String in
                    guard let value = try Exports.value(of: needed.name, row.scope, in: tx) else {
                        throw ValidationError("No export named \(needed.name) found")
                    }
                    try Exports.recordImport(of: needed.name, by: row, in: tx)
                    return value
                }
                plan.evaluation.imports[needed.name] = value
            }
        }
    }

    private func finishForward(_ plan: inout Plan, _ job: Job) async throws {
        var outputs: [JSON] = []
        var exports: [String: String] = [:]
        for declaration in plan.outputs {
            guard let value = try await evaluated(declaration.value, &plan, job).scalarText else {
                throw ValidationError.format(
                    "Output \(declaration.name) is malformed. The Value field of every Outputs member must evaluate to a String."
                )
            }
            var output: JSONObject = ["OutputKey": .string(declaration.name), "OutputValue": .string(value)]
            output["Description"] = declaration.description.map { .string($0) }
            if let exportName = declaration.exportName {
                guard let name = try await evaluated(exportName, &plan, job).scalarText, !name.isEmpty else {
                    throw ValidationError.format(
                        "Output \(declaration.name) is malformed. The Name field of every Export member must be specified."
                    )
                }
                guard exports[name] == nil else {
                    throw ValidationError("Duplicate Export names. More than one Export is named \(name)")
                }
                exports[name] = value
                output["ExportName"] = .string(name)
            }
            outputs.append(.object(output))
        }
        let active = Set(plan.resources.map(\.name))
        let imports = Set(plan.evaluation.imports.keys)
        let (found, made, description) = (outputs, exports, plan.template.description)
        try await kernel.store.write(label: "cloudformation.finish") { tx in
            var job = job
            if try Stacks.of(job.stack.id, in: tx)?.operation?.isCancelled == true {
                throw ValidationError("User Initiated")
            }
            try Exports.replace(made, of: job.stack, in: tx)
            try Exports.keepImports(imports, of: job.stack, in: tx)
            job.stack.outputs = .array(found)
            job.stack.description = description
            try settle(&job, active: active, imports: imports, in: tx)
        }
    }

    /// What is holds from now on; what it replaced waits to be cleaned up.
    private func settle(
        _ job: inout Job, active: Set<String>, imports: Set<String>, in tx: borrowing Transaction
    ) throws {
        for var row in try Resources.of(job.stack.id, in: tx) {
            if !active.contains(row.name) {
                row.garbage = row.current
                row.current = nil
            } else if row.isReplaced {
                row.garbage = row.stable
            }
            row.isReplaced = false
            row.stable = row.current
            try Resources.save(row, in: tx)
        }
        var settings = job.settings
        settings.imports = imports.sorted()
        if let target = job.stack.target {
            try Definitions.setSettings(settings, of: target, in: tx)
            if job.stack.definition != target { try Definitions.remove(job.stack.definition, in: tx) }
            job.stack.definition = target
            job.stack.target = nil
        }
        if job.operation.kind == .create {
            job.stack.isBusy = false
            try job.setStatus("CREATE_COMPLETE", in: tx)
        } else {
            job.operation.phase = .cleanup
            try job.setStatus("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", in: tx)
        }
    }

    /// Turns to undoing what was done, or stops where it is, as the caller chose.
    private func fail(_ job: Job, resource: String?, reason: String?) async throws {
        let verb = job.operation.kind == .create ? "create" : "update"
        var told = reason ?? ""
        if let resource {
            let isNew = try await isNewResource(resource)
            told = "The following resource(s) failed to \(isNew ? "create" : verb): [\(resource)]. "
        }
        let text = told
        try await kernel.store.write(label: "cloudformation.fail") { tx in
            var job = job
            // A caller may have changed his mind since the operation began.
            if let asked = try Stacks.of(job.stack.id, in: tx)?.operation {
                job.operation.onFailure = asked.onFailure
                job.operation.disableRollback = asked.disableRollback
            }
            switch (
                job.operation.kind, job.operation.disableRollback ? "DO_NOTHING" : job.operation.onFailure
            ) {
            case (.create, "DO_NOTHING"):
                try stop(&job, "CREATE_FAILED", reason: text, in: tx)
            case (.create, "DELETE"):
                job.operation.phase = .delete
                try job.setStatus("DELETE_IN_PROGRESS", reason: text + "Delete requested by user.", in: tx)
            case (.create, _):
                job.operation.phase = .undo
                let suffix = resource == nil ? "" : "Rollback requested by user."
                try job.setStatus("ROLLBACK_IN_PROGRESS", reason: text + suffix, in: tx)
            case (_, "DO_NOTHING"):
                try stop(&job, "UPDATE_FAILED", reason: text, in: tx)
            default:
                job.operation.phase = .restore
                try job.setStatus("UPDATE_ROLLBACK_IN_PROGRESS", reason: text, in: tx)
            }
        }
    }

    private func isNewResource(_ name: String) async throws -> Bool {
        let id = stack
        let row = try await kernel.store.read { tx in try Resources.named(name, of: id, in: tx) }
        return row?.current == nil
    }

    /// Leaves everything as it is.
    private func stop(
        _ job: inout Job, _ status: String, reason: String, in tx: borrowing Transaction
    ) throws {
        for var row in try Resources.of(job.stack.id, in: tx) {
            if row.isReplaced, row.stable?.physicalID != row.current?.physicalID { row.garbage = row.stable }
            row.isReplaced = false
            row.stable = row.current
            try Resources.save(row, in: tx)
        }
        if let target = job.stack.target {
            if job.stack.definition != target { try Definitions.remove(job.stack.definition, in: tx) }
            job.stack.definition = target
            job.stack.target = nil
        }
        job.stack.isBusy = false
        try job.setStatus(status, reason: reason, in: tx)
    }
}

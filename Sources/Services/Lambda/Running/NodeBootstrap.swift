/// The program that runs handlers in Node.js: it speaks the runtime API over one connection.
enum NodeBootstrap {
    static let source = #"""
        import http from "node:http";
        import fs from "node:fs";
        import path from "node:path";
        import util from "node:util";
        import { createRequire } from "node:module";
        import { pathToFileURL } from "node:url";

        const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
        const agent = new http.Agent({ keepAlive: true, maxSockets: 1, noDelay: true });
        let requestId = "";
        const stamp = () => new Date(Date.now()).toISOString();

        function call(method, name, body = "", headers = {}) {
          return new Promise((resolve, reject) => {
            const bytes = Buffer.from(body);
            const request = http.request({ host, port, agent, method, path: "/2018-06-01/runtime/" + name,
              headers: { ...headers, "Content-Length": bytes.length } }, (answer) => {
              const pieces = [];
              answer.on("data", (piece) => pieces.push(piece));
              answer.on("end", () => resolve(
                { headers: answer.headers, body: Buffer.concat(pieces).toString("utf8") }));
              answer.on("error", reject);
            });
            request.setTimeout(0);
            request.on("error", reject);
            request.end(bytes);
          });
        }

        // A process that was started ahead waits to be told which function it runs, and takes over its surroundings.
        if (process.env._APUS_SPARE) {
          const setup = JSON.parse((await call("GET", "setup")).body);
          for (const name of Object.keys(process.env)) delete process.env[name];
          Object.assign(process.env, setup.environment);
          process.chdir(setup.directory);
        }
        const root = process.env.LAMBDA_TASK_ROOT;
        const isJSON = process.env.AWS_LAMBDA_LOG_FORMAT === "JSON";
        const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
        const levelMin = isJSON ? levels.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL ?? "INFO") : 0;
        const answerSizeMax = 6291556;

        // An object for each message, with what an error among its parts says of itself.
        function entry(level, parts) {
          const made = { timestamp: stamp(), level, requestId: requestId || undefined };
          const error = parts.find((part) => part instanceof Error);
          if (error) Object.assign(made, { errorType: error.constructor?.name ?? "UnknownError",
            errorMessage: error.message, stackTrace: String(error.stack ?? "").split("\n") });
          try {
            return JSON.stringify({ ...made, message: parts.length === 1 && !error ? parts[0] : util.format(...parts) });
          } catch {
            return JSON.stringify({ ...made, message: util.format(...parts) });
          }
        }

        // Lines of the console carry time, request and level; the lines of one message are one event.
        for (const [name, level] of [["log", "INFO"], ["info", "INFO"], ["debug", "DEBUG"], ["trace", "TRACE"],
          ["warn", "WARN"], ["error", "ERROR"]]) {
          console[name] = (...parts) => {
            if (levels.indexOf(level) < levelMin) return;
            if (isJSON) return void fs.writeSync(1, entry(level, parts) + "\n");
            const text = util.format(...parts).replaceAll("\n", "\r");
            fs.writeSync(1, `${stamp()}\t${requestId || "undefined"}\t${level}\t${text}\n`);
          };
        }

        class Fault extends Error {
          constructor(type, message) { super(message); this.name = type; }
        }

        function describe(error) {
          if (error instanceof Error || (error && typeof error === "object" && "message" in error)) {
            return { errorType: error.name || "Error", errorMessage: String(error.message),
              trace: String(error.stack || "").split("\n") };
          }
          return { errorType: typeof error, errorMessage: String(error), trace: [] };
        }

        async function load() {
          const name = process.env._HANDLER;
          const base = path.basename(name);
          const match = /^([^.]*)\.(.*)$/.exec(base);
          if (!match) throw new Fault("Runtime.MalformedHandlerName", "Bad handler");
          const directory = path.resolve(root, name.slice(0, name.length - base.length));
          const file = path.join(directory, match[1]);
          let module;
          const isModule = (() => {
            for (let place = directory; place.startsWith(root); place = path.dirname(place)) {
              const manifest = path.join(place, "package.json");
              if (fs.existsSync(manifest)) return JSON.parse(fs.readFileSync(manifest, "utf8")).type === "module";
              if (place === root) break;
            }
            return false;
          })();
          try {
            if (fs.existsSync(file + ".mjs")) module = await import(pathToFileURL(file + ".mjs"));
            else if (fs.existsSync(file + ".js") && isModule) module = await import(pathToFileURL(file + ".js"));
            else module = createRequire(path.join(root, "index.js"))(
              fs.existsSync(file + ".cjs") && !fs.existsSync(file + ".js") ? file + ".cjs" : file);
          } catch (error) {
            if (error instanceof SyntaxError) throw new Fault("Runtime.UserCodeSyntaxError", String(error));
            if (["MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND"].includes(error?.code))
              throw new Fault("Runtime.ImportModuleError", String(error));
            throw error;
          }
          let handler = module;
          for (const part of match[2].split(".")) handler = handler?.[part];
          if (handler === undefined && module.default) {
            handler = module.default;
            for (const part of match[2].split(".")) handler = handler?.[part];
          }
          if (handler === undefined) throw new Fault("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
          if (typeof handler !== "function") throw new Fault("Runtime.HandlerNotFound", `${name} is not a function`);
          return handler;
        }

        // Notes what nobody caught.
        function noteUncaught(kind, fault) {
          const facts = { errorType: fault.errorType, errorMessage: fault.errorMessage, stack: fault.trace };
          fs.writeSync(1, (isJSON
            ? JSON.stringify({ timestamp: stamp(), level: "ERROR", requestId: requestId || undefined, message: facts })
            : `${stamp()}\t${requestId || "undefined"}\tERROR\t${kind} \t${JSON.stringify(facts)}`) + "\n");
        }

        async function fail(error) {
          const fault = describe(error);
          noteUncaught("Uncaught Exception", fault);
          await call("POST", "init/error", JSON.stringify(fault),
            { "Lambda-Runtime-Function-Error-Type": fault.errorType });
          process.exit(1);
        }

        function context(headers, done) {
          const deadline = Number(headers["lambda-runtime-deadline-ms"]);
          const client = headers["lambda-runtime-client-context"];
          return {
            callbackWaitsForEmptyEventLoop: true,
            functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
            functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
            memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
            logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
            logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
            awsRequestId: requestId,
            invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
            clientContext: client ? JSON.parse(client) : undefined,
            getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
            done: (error, answer) => done(error, answer, true),
            succeed: (answer) => done(null, answer, true),
            fail: (error) => done(error ?? new Error("handled"), undefined, true),
          };
        }

        function run(handler, event, headers) {
          return new Promise((resolve, reject) => {
            let isSettled = false;
            let own;
            const settle = (error, answer) => {
              if (isSettled) return;
              isSettled = true;
              process.off("beforeExit", finish);
              if (error !== null && error !== undefined) reject(error); else resolve(answer);
            };
            // Nothing is left to wait for, and no answer came.
            const finish = () => settle(null, null);
            // A callback is answered once the event loop has nothing left, unless the handler wants it at once.
            const callback = (error, answer, atOnce) => {
              if (atOnce || !own.callbackWaitsForEmptyEventLoop || error) return settle(error, answer);
              process.off("beforeExit", finish);
              process.once("beforeExit", () => settle(error, answer));
            };
            own = context(headers, callback);
            try {
              const result = handler(event, own, (error, answer) => callback(error, answer, false));
              if (result && typeof result.then === "function") result.then((answer) => settle(null, answer), (error) =>
                settle(error ?? new Error("Rejected without a reason")));
              else if (handler.length < 3) {
                if (result !== undefined) settle(null, result); else process.once("beforeExit", finish);
              } else process.once("beforeExit", finish);
            } catch (error) { settle(error ?? new Error("Thrown without a reason")); }
          });
        }

        async function report(error) {
          const fault = describe(error);
          const facts = { errorType: fault.errorType, errorMessage: fault.errorMessage, stack: fault.trace };
          if (isJSON) console.error(facts); else console.error("Invoke Error \t" + JSON.stringify(facts));
          await call("POST", `invocation/${requestId}/error`, JSON.stringify(fault),
            { "Lambda-Runtime-Function-Error-Type": fault.errorType });
        }

        let handler;
        try { handler = await load(); } catch (error) { await fail(error); }
        const uncaught = (kind) => async (error) => {
          const fault = describe(error);
          if (kind) { fault.errorType = kind; fault.errorMessage = String(error); }
          noteUncaught(kind ?? "Uncaught Exception", fault);
          if (requestId) await call("POST", `invocation/${requestId}/error`, JSON.stringify(fault));
          process.exit(128);
        };
        process.on("uncaughtException", uncaught());
        process.on("unhandledRejection", uncaught("Runtime.UnhandledPromiseRejection"));

        async function serve() {
          const { headers, body } = await call("GET", "invocation/next");
          requestId = headers["lambda-runtime-aws-request-id"];
          process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"] ?? "";
          try {
            const answer = await run(handler, JSON.parse(body), headers);
            let text;
            try {
              text = JSON.stringify(answer === undefined ? null : answer);
            } catch { throw new Fault("Runtime.UnmarshalError", "Unable to stringify response body"); }
            if (Buffer.byteLength(text) > answerSizeMax) throw new Fault("Function.ResponseSizeTooLarge",
              `Response payload size exceeded maximum allowed payload size (${answerSizeMax} bytes).`);
            await call("POST", `invocation/${requestId}/response`, text);
          } catch (error) { await report(error); }
          requestId = "";
          setImmediate(serve);
        }
        serve();
        """#
}

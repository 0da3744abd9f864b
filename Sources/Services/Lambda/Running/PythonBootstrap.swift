/// The program that runs handlers in Python: it speaks the runtime API over one connection.
enum PythonBootstrap {
    static let source = #"""
        import sys, os, socket, json, time, traceback, importlib, logging

        ANSWER_SIZE_MAX = 6291556

        class Connection:
            def __init__(self, api):
                host, port = api.rsplit(":", 1)
                self.socket = socket.create_connection((host, int(port)))
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.host = api
                self.rest = b""

            def send(self, method, path, body=b"", headers=""):
                head = "%s /2018-06-01/runtime/%s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n%s\r\n" % (
                    method, path, self.host, len(body), headers)
                self.socket.sendall(head.encode("utf-8") + body)

            def call(self, method, path, body=b"", headers=""):
                self.send(method, path, body, headers)
                return self.answer()

            def answer(self):
                while b"\r\n\r\n" not in self.rest:
                    self.receive()
                head, self.rest = self.rest.split(b"\r\n\r\n", 1)
                lines = head.decode("utf-8").split("\r\n")
                fields = {}
                for line in lines[1:]:
                    name, _, value = line.partition(":")
                    fields[name.lower()] = value.strip()
                size = int(fields.get("content-length", "0"))
                while len(self.rest) < size:
                    self.receive()
                body, self.rest = self.rest[:size], self.rest[size:]
                return int(lines[0].split(" ")[1]), fields, body

            def receive(self):
                piece = self.socket.recv(1 << 18)
                if not piece:
                    os._exit(0)
                self.rest += piece

        class CognitoIdentity:
            cognito_identity_id = None
            cognito_identity_pool_id = None

        class Client:
            def __init__(self, facts):
                self.installation_id = facts.get("installation_id")
                self.app_title = facts.get("app_title")
                self.app_version_name = facts.get("app_version_name")
                self.app_version_code = facts.get("app_version_code")
                self.app_package_name = facts.get("app_package_name")

        class ClientContext:
            def __init__(self, facts):
                self.custom = facts.get("custom")
                self.env = facts.get("env")
                self.client = Client(facts["client"]) if facts.get("client") else None

        class LambdaContext:
            def __init__(self, fields):
                self.aws_request_id = fields["lambda-runtime-aws-request-id"]
                self.invoked_function_arn = fields.get("lambda-runtime-invoked-function-arn")
                self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
                self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
                self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
                self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
                self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
                self.identity = CognitoIdentity()
                context = fields.get("lambda-runtime-client-context")
                self.client_context = ClientContext(json.loads(context)) if context else None
                self._epoch_deadline_time_in_ms = int(fields["lambda-runtime-deadline-ms"])

            def get_remaining_time_in_millis(self):
                return max(0, self._epoch_deadline_time_in_ms - int(time.time() * 1000))

            def log(self, message):
                sys.stdout.write(str(message))

        class Fault(Exception):
            def __init__(self, kind, message, trace=None):
                self.kind, self.message, self.trace = kind, message, trace or []

        def encode(value):
            return json.dumps(value, ensure_ascii=False, default=reject).encode("utf-8", "surrogatepass")

        def reject(value):
            from decimal import Decimal
            if isinstance(value, Decimal):
                return float(value)
            raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)

        def load(name):
            module, _, function = name.rpartition(".")
            if not module:
                raise Fault("Runtime.MalformedHandlerName",
                            "Bad handler '%s': not enough values to unpack (expected 2, got 1)" % name)
            try:
                loaded = importlib.import_module(module.replace("/", "."))
            except ImportError as error:
                raise Fault("Runtime.ImportModuleError",
                            "Unable to import module '%s': %s" % (module, error), frames(error))
            except SyntaxError as error:
                lines = ["  File \"%s\" Line %s\n    %s\n" % (error.filename, error.lineno, error.text)]
                raise Fault("Runtime.UserCodeSyntaxError",
                            "Syntax error in module '%s': %s" % (module, error), lines)
            try:
                return getattr(loaded, function)
            except AttributeError:
                raise Fault("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (function, module))

        def frames(error):
            listed = traceback.extract_tb(error.__traceback__)
            own = [f for f in listed if f.filename != __file__ and not f.filename.startswith("<frozen importlib")]
            return traceback.format_list(own)

        def report(kind, message, trace, request_id):
            return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace}

        def stamp(seconds):
            return "%s.%03dZ" % (time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)), int(seconds * 1000) % 1000)

        def note(fault):
            if Records.is_json:
                entry = {"timestamp": stamp(time.time()), "log_level": "ERROR"}
                entry.update(fault)
                sys.stdout.write(json.dumps(entry, ensure_ascii=False, default=str) + "\n")
                sys.stdout.flush()
                return
            text = "[ERROR] %s: %s" % (fault["errorType"], fault["errorMessage"])
            if fault["stackTrace"]:
                text += "\nTraceback (most recent call last):\n" + "".join(fault["stackTrace"]).rstrip("\n")
            sys.stdout.write(text.replace("\n", "\r") + "\n")
            sys.stdout.flush()

        class Records(logging.Handler):
            """Gives log records the form that AWS gives them."""
            request_id = ""
            is_json = False
            levels = {"TRACE": 5, "DEBUG": 10, "INFO": 20, "WARN": 30, "ERROR": 40, "FATAL": 50}
            known = set(logging.LogRecord("", 0, "", 0, "", (), None).__dict__) | {"message", "asctime"}

            def install(self):
                Records.is_json = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"
                root = logging.getLogger()
                if Records.is_json:
                    logging.addLevelName(5, "TRACE")
                    root.setLevel(self.levels.get(os.environ.get("AWS_LAMBDA_LOG_LEVEL"), 20))
                else:
                    form = logging.Formatter(
                        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n",
                        "%Y-%m-%dT%H:%M:%S")
                    form.converter = time.gmtime
                    self.setFormatter(form)
                root.addHandler(self)

            def emit(self, record):
                record.aws_request_id = Records.request_id
                try:
                    line = self.entry(record) if Records.is_json else self.format(record)
                except Exception:
                    return self.handleError(record)
                sys.stdout.write(line)
                sys.stdout.flush()

            def entry(self, record):
                fields = {"timestamp": stamp(record.created), "level": record.levelname,
                          "message": record.getMessage(), "logger": record.name}
                if record.exc_info and record.exc_info[0]:
                    kind, error, trace = record.exc_info
                    fields["stackTrace"] = traceback.format_tb(trace)
                    fields["errorType"], fields["errorMessage"] = kind.__name__, str(error)
                    fields["location"] = "%s:%s:%s" % (record.pathname, record.funcName, record.lineno)
                fields["requestId"] = record.aws_request_id
                for name, value in record.__dict__.items():
                    if name not in self.known and name != "aws_request_id" and name not in fields:
                        fields[name] = value
                return json.dumps(fields, ensure_ascii=False, default=str) + "\n"

        def become(connection):
            """Waits to be told which function this process runs, and takes over its surroundings."""
            _, _, body = connection.call("GET", "setup")
            setup = json.loads(body)
            os.environ.clear()
            os.environ.update(setup["environment"])
            os.chdir(setup["directory"])

        def main():
            connection = Connection(os.environ["AWS_LAMBDA_RUNTIME_API"])
            if "_APUS_SPARE" in os.environ:
                become(connection)
            root = os.environ["LAMBDA_TASK_ROOT"]
            sys.path.insert(0, root)
            for path in reversed(os.environ.pop("_APUS_PYTHON_PATH", "").split(":")):
                if path:
                    sys.path.insert(1, path)
            sys.stdout.reconfigure(line_buffering=True, errors="backslashreplace")
            try:
                Records().install()
                handler = load(os.environ["_HANDLER"])
            except Fault as fault:
                fail(connection, report(fault.kind, fault.message, fault.trace, ""))
            except Exception as error:
                fail(connection, report(type(error).__name__, str(error), frames(error), ""))
            connection.send("GET", "invocation/next")
            while True:
                _, fields, body = connection.answer()
                run(connection, handler, fields, body)

        def fail(connection, fault):
            note(fault)
            connection.call("POST", "init/error", encode(fault),
                            "Lambda-Runtime-Function-Error-Type: %s\r\n" % fault["errorType"])
            sys.exit(1)

        def run(connection, handler, fields, body):
            context = LambdaContext(fields)
            Records.request_id = context.aws_request_id
            os.environ["_X_AMZN_TRACE_ID"] = fields.get("lambda-runtime-trace-id", "")
            path = "invocation/%s/" % context.aws_request_id
            try:
                try:
                    event = json.loads(body)
                except ValueError as error:
                    raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error)
                answer = handler(event, context)
                try:
                    answer = encode(answer)
                except Exception as error:
                    raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % error)
                if len(answer) > ANSWER_SIZE_MAX:
                    raise Fault("Function.ResponseSizeTooLarge",
                                "Response payload size exceeded maximum allowed payload size (%d bytes)." % ANSWER_SIZE_MAX)
            except Fault as fault:
                answer, kind = report(fault.kind, fault.message, fault.trace, context.aws_request_id), fault.kind
            except Exception as error:
                answer = report(type(error).__name__, str(error), frames(error), context.aws_request_id)
            sys.stderr.flush()
            if isinstance(answer, dict):
                note(answer)
                connection.send("POST", path + "error", encode(answer),
                                "Lambda-Runtime-Function-Error-Type: %s\r\n" % answer["errorType"])
            else:
                sys.stdout.flush()
                connection.send("POST", path + "response", answer)
            # The next event is asked for at once: the server takes up a request after it has dealt with the last.
            connection.send("GET", "invocation/next")
            connection.answer()

        main()
        """#
}

-- Makes one-time schedules that are not due for years, each under a name of its own.
--
-- TARGET is the ARN of what they call, RUN a text that no other run has.
local target, run = os.getenv("TARGET"), os.getenv("RUN")
local headers = {
  ["Content-Type"] = "application/json",
  ["Authorization"] = "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/scheduler/aws4_request, "
    .. "SignedHeaders=host, Signature=0" }
local number, counter = 0, 0
thread_number = 0

function setup(thread)
  thread:set("thread_number", counter)
  counter = counter + 1
end

function request()
  number = number + 1
  local body = string.format(
    '{"ScheduleExpression":"at(20%02d-%02d-%02dT%02d:%02d:%02d)","FlexibleTimeWindow":{"Mode":"OFF"},'
      .. '"Target":{"Arn":"%s","RoleArn":"arn:aws:iam::000000000000:role/r","Input":"pending"}}',
    40 + number % 50, 1 + number % 12, 1 + number % 28, number % 24, number % 60, number % 60, target)
  return wrk.format("POST", string.format("/schedules/%s-%d-%d", run, thread_number, number), headers, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d 0\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end

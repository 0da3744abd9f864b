-- PutEvents of one event with about 256 bytes of detail over the JSON protocol; the bus comes from the environment.
local detail = '{\\"n\\":1,\\"text\\":\\"' .. string.rep("m", 236) .. '\\"}'
wrk.method = "POST"
wrk.body = '{"Entries":[{"Source":"bench","DetailType":"order","EventBusName":"' .. os.getenv("BUS")
  .. '","Detail":"' .. detail .. '"}]}'
wrk.headers["Content-Type"] = "application/x-amz-json-1.1"
wrk.headers["X-Amz-Target"] = "AWSEvents.PutEvents"
wrk.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/events/aws4_request, "
  .. "SignedHeaders=host;x-amz-date, Signature=0000000000000000000000000000000000000000000000000000000000000000"
wrk.headers["X-Amz-Date"] = "20260101T000000Z"
wrk.headers["User-Agent"] = "bench"

function done(summary, latency)
  io.write(string.format("RESULT %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99)))
end

-- Beacons for wrk: each request of a file (cookie, tab, body, a line each), once.
local requests, at, agent = {}, 0, "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"

function init(args)
  for line in io.lines(args[1]) do
    local cookie, body = line:match("^(.-)\t(.*)$")
    local fields = { ["Cookie"] = cookie, ["User-Agent"] = agent, ["Content-Type"] = "application/json" }
    requests[#requests + 1] = wrk.format("POST", "/api/v1/reads", fields, body)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

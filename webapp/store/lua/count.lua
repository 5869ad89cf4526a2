-- Counts one try by all counters or, if any of them is exhausted, by none.
-- KEYS: the counters
-- ARGV: now in ms, how long a growing count is kept in ms, then for each counter: kind, free, wait in ms, longest in ms
-- Returns the ms to wait: 0 when it was counted.
local now, kept = tonumber(ARGV[1]), tonumber(ARGV[2])
local waits, found = 0, {}

-- The ms until `at`; 0 when that is more than `most`, since then the clock was set back.
local function left_until(at, most)
  local left = tonumber(at or now) - now
  return left <= most and math.max(left, 0) or 0
end

for n, key in ipairs(KEYS) do
  local kind, free, wait, longest = ARGV[4 * n - 1], tonumber(ARGV[4 * n]), tonumber(ARGV[4 * n + 1]), tonumber(ARGV[4 * n + 2])
  if kind == 'growing' then
    local count, till = unpack(redis.call('HMGET', key, 'count', 'until'))
    found[n] = tonumber(count or 0)
    waits = math.max(waits, left_until(till, longest))
  else
    found[n] = now + left_until(redis.call('GET', key), wait * free) + wait
    waits = math.max(waits, found[n] - now - wait * free)
  end
end
if waits > 0 then
  return waits
end

for n, key in ipairs(KEYS) do
  local kind, free, wait, longest = ARGV[4 * n - 1], tonumber(ARGV[4 * n]), tonumber(ARGV[4 * n + 1]), tonumber(ARGV[4 * n + 2])
  if kind == 'growing' then
    local count = found[n] + 1
    redis.call('HSET', key, 'count', count)
    if count >= free then
      redis.call('HSET', key, 'until', string.format('%d', now + math.min(wait * 2 ^ (count - free), longest)))
    end
    redis.call('PEXPIRE', key, kept)
  else
    redis.call('SET', key, string.format('%d', found[n]), 'PX', string.format('%d', found[n] - now))
  end
end
return 0

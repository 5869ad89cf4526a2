-- Counts one try by all counters or, if any of them is exhausted, by none.
-- KEYS: the counters
-- ARGV: now in ms, how long a growing count is kept in ms, then for each counter: kind, free, wait in ms, longest in ms
-- Returns the ms to wait: 0 when it was counted.
local now, kept = tonumber(ARGV[1]), tonumber(ARGV[2])
local waits, found = 0, {}

for n, key in ipairs(KEYS) do
  local kind, free, wait, longest = ARGV[4 * n - 1], tonumber(ARGV[4 * n]), tonumber(ARGV[4 * n + 1]), tonumber(ARGV[4 * n + 2])
  local left
  if kind == 'growing' then
    local count, till = unpack(redis.call('HMGET', key, 'count', 'until'))
    found[n], left = tonumber(count or 0), left_until(till, now, longest)
  else
    found[n], left = one_more(key, now, free, wait)
  end
  waits = math.max(waits, left)
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
    use_up(key, now, found[n])
  end
end
return 0

-- Takes one try back; a growing count is deleted.
-- KEYS: the counters. ARGV: now in ms, then for each counter: kind, wait in ms
local now = tonumber(ARGV[1])
for n, key in ipairs(KEYS) do
  local used = ARGV[2 * n] == 'steady' and tonumber(redis.call('GET', key) or 0) - tonumber(ARGV[2 * n + 1])
  if used and used > now then
    redis.call('SET', key, string.format('%d', used), 'PX', string.format('%d', used - now))
  else
    redis.call('DEL', key)
  end
end
return 0

-- Whether one more new reader may come from an address: a burst, then one per interval (GCRA).
-- KEYS: until when the address has used up its allowance, then the same under yesterday's mark, if that still counts
-- ARGV: now in ms, interval in ms, how many at once
local now, interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local used = now
for _, key in ipairs(KEYS) do
  used = math.max(used, tonumber(redis.call('GET', key) or now))
end
used = used + interval
if used - now > interval * burst then
  return 0
end
redis.call('SET', KEYS[1], string.format('%d', used), 'PX', string.format('%d', used - now))
return 1

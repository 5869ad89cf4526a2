-- Whether one more new reader may come from an address: so many at once, then one per interval.
-- KEYS: how far the address has used it up   ARGV: now in ms, interval in ms, how many at once
local now, interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local used = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + interval
if used - now > interval * burst then
  return 0
end
redis.call('SET', KEYS[1], string.format('%d', used), 'PX', string.format('%d', used - now))
return 1

-- Keeps how a surface is doing and what it did with headlines, if the writer still holds the outlets' lease.
-- KEYS: outlets' lease, states of all surfaces, entries of this surface
-- ARGV: fencing token, surface, state, number of entries, then headline and entry in turn, then headlines to forget
-- Returns 1, or 0 when another process holds the lease: then nothing was written.
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
local last = 4 + 2 * tonumber(ARGV[4])
for n = 5, last, 2 do
  redis.call('HSET', KEYS[3], ARGV[n], ARGV[n + 1])
end
for n = last + 1, #ARGV do
  redis.call('HDEL', KEYS[3], ARGV[n])
end
return 1

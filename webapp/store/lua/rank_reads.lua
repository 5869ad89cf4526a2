-- The articles most read in a window, without those withdrawn meanwhile.
-- KEYS: newest articles, scratch, buckets…   ARGV: how many
redis.call('ZUNIONSTORE', KEYS[2], #KEYS - 2, unpack(KEYS, 3))
local best, from = {}, 0
local most = tonumber(ARGV[1])
while #best < 2 * most do
  local some = redis.call('ZREVRANGE', KEYS[2], from, from + most - 1, 'WITHSCORES')
  if #some == 0 then break end
  for i = 1, #some, 2 do
    if #best < 2 * most and redis.call('ZSCORE', KEYS[1], some[i]) then
      best[#best + 1] = some[i]
      best[#best + 1] = some[i + 1]
    end
  end
  from = from + most
end
redis.call('DEL', KEYS[2])
return best

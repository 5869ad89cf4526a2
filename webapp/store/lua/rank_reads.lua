-- The most read articles of a window: `count` of them, and all that equal the last one.
-- KEYS: published articles, then the tallies of the window   ARGV: fewest reads, count
-- Returns {article, reads, published in ms, …}, best first, without articles that are not published.
local out = KEYS[1]
local floor, count = tonumber(ARGV[1]), tonumber(ARGV[2])

local union = { 'ZUNION', #KEYS - 1 }
for n = 2, #KEYS do
  union[n + 1] = KEYS[n]
end
union[#union + 1] = 'WITHSCORES'
local tallies = redis.call(unpack(union))

local best, last = {}, 0
for n = #tallies - 1, 1, -2 do
  local reads = tonumber(tallies[n + 1])
  if reads < floor or (#best >= 3 * count and reads < last) then
    break
  end
  local published = redis.call('ZSCORE', out, tallies[n])
  if published then
    best[#best + 1], best[#best + 2], best[#best + 3] = tallies[n], reads, published
    last = reads
  end
end
return best

-- Keeps a revision of the settings if nobody was first, and appends to the audit trail who made it.
-- KEYS: stream, head, revision's number, revisions
-- ARGV: number and link of the head that the entry is signed upon, its canonical JSON, its link, the id of its key; the number that the
-- revision was made upon, the revision as JSON, how many are kept
-- Returns {'done'}, {'refused'} where another revision came first, or {'relink', number, link, key's id}; then nothing was written.
local now = tonumber(redis.call('GET', KEYS[3]) or '0')
if now ~= tonumber(ARGV[6]) then
  return { 'refused' }
end
local again = moved_head(KEYS[2], ARGV[1], ARGV[2])
if again then
  return again
end
local rev = now + 1
redis.call('SET', KEYS[3], rev)
redis.call('HSET', KEYS[4], rev, ARGV[7])
redis.call('HDEL', KEYS[4], rev - tonumber(ARGV[8]))
chain(KEYS[1], KEYS[2], ARGV[1], ARGV[3], ARGV[4], ARGV[5])
return { 'done' }

-- What a replica missed: the entries after its position or, when that cannot be known, the board.
-- KEYS: meta, log, board, optionally a request's receipt   ARGV: the replica's epoch and seq, the most entries to return
-- Returns {epoch, top, 'events', entries, known, numbers} or {epoch, top, 'board', JSON or false, known, numbers},
-- where known is {fingerprint, receipt} of that request, each false when there is none, and numbers are the oldest schema
-- that may write and the last seq written with a number (or false).
local epoch, top, min_reader, numbered = history(KEYS[1], KEYS[2])
local numbers = { min_reader, numbered or false }
local known = KEYS[4] and redis.call('HMGET', KEYS[4], 'fingerprint', 'receipt') or { false, false }
local seq = tonumber(ARGV[2])
if epoch == ARGV[1] and seq <= top then
  local entries = redis.call('XRANGE', KEYS[2], (seq + 1) .. '-0', '+', 'COUNT', ARGV[3])
  if seq == top or (entries[1] and entries[1][1] == (seq + 1) .. '-0') then
    return { epoch, top, 'events', entries, known, numbers }
  end
end
return { epoch, top, 'board', redis.call('GET', KEYS[3]), known, numbers }

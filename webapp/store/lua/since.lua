-- What a replica missed: the entries after its position or, when that cannot be known, the board.
-- KEYS: meta, log, the board's parts, the board of builds before 0.2.0, the order of its
--       headlines, optionally a request's receipt
-- ARGV: the replica's epoch and seq, the most entries to return
-- Returns {epoch, top, kind, found, known, numbers, succeeds}. By kind found is: 'events' entries; 'parts' fields and
-- values of the board in turn, and the headlines in order; 'board' JSON, or false. known is {fingerprint, receipt} of that request, each false when there is
-- none. numbers are the oldest schema that may write and the last seq written with a number (or false). succeeds are the
-- epochs before this one, as JSON.
local meta, log, parts, board, order, done = unpack(KEYS)
local asked, seq = ARGV[1], tonumber(ARGV[2])
local epoch, top, min_reader, numbered, succeeds = history(meta, log)
local numbers = { min_reader, numbered or false }
local known = done and redis.call('HMGET', done, 'fingerprint', 'receipt') or { false, false }

-- The last seq of the asked epoch, as far as it goes on into this one.
local function last_of(asked)
  if asked == epoch then
    return top
  end
  for _, before in ipairs(cjson.decode(succeeds)) do
    if before.epoch == asked then
      return before.seq
    end
  end
  return -1
end

if asked ~= '' and seq <= last_of(asked) then
  local entries = redis.call('XRANGE', log, (seq + 1) .. '-0', '+', 'COUNT', ARGV[3])
  if seq == top or (entries[1] and entries[1][1] == (seq + 1) .. '-0') then
    return { epoch, top, 'events', entries, known, numbers, succeeds }
  end
end
local whole = redis.call('HGET', parts, 'seq')
local older = whole ~= tostring(top) and redis.call('GET', board)
if whole and not older then
  return { epoch, top, 'parts', { redis.call('HGETALL', parts), redis.call('LRANGE', order, 0, -1) }, known, numbers, succeeds }
end
return { epoch, top, 'board', older, known, numbers, succeeds }

-- Commits one change as a whole: the event, the parts of the board that it changes, further writes, and the receipt.
-- KEYS: meta, log, the board's parts, the board of builds before 0.2.0, idempotency key (meta again for none), lease, audit
--       trail, its head, then the counters of the actor's pace
-- ARGV: epoch and seq the caller decided upon, event type (or ''), at, body, log cap, fingerprint of the request, receipt,
--       its TTL in s, fencing token (or ''), number and link of the head that the entry of the audit trail is signed upon, the writer's schema, the oldest schema that may
--       write after this one, now in ms, '1' when the parts are the whole board, channel, a counter (or '') and the value that
--       the caller saw; then six times a number and so
--       many arguments: that entry, its link and the id of its key, free and wait in ms of each counter, parts and their JSON, parts that are gone,
--       further writes, each with its number of words before it, and what was decided upon beside the board: hash, field
--       and the value that it must still have ('' for none)
-- Returns {'done'|'again', receipt}, {'reused'}, {'newer', schema}, {'lease'}, {'moved'}, {'slow', ms to wait}, {'relink', number,
-- link, key's id} when the entry must be signed anew upon that head, or {'whole'} when
-- the parts in the store are not those of `seq`: then the whole board must come.
local meta, log, parts, board, done, lease, audit, head = unpack(KEYS, 1, 8)
local epoch, seq, kind, at, body, log_cap, fingerprint, receipt, ttl, token, head_n, head_link = unpack(ARGV, 1, 12)
local schema, min_reader, now, whole, channel = tonumber(ARGV[13]), tonumber(ARGV[14]), tonumber(ARGV[15]), ARGV[16], ARGV[17]

local guard, guarded = ARGV[18], ARGV[19]

local place = 20
local function group()
  local first = place + 1
  place = first + tonumber(ARGV[place])
  return first, place - 1
end
local audit_from, audit_to = group()
local pace_from = group()
local parts_from, parts_to = group()
local gone_from, gone_to = group()
local writes_from, writes_to = group()
local seen_from, seen_to = group()

if done ~= meta then
  local before = redis.call('HMGET', done, 'fingerprint', 'receipt')
  if before[1] then
    return { before[1] == fingerprint and 'again' or 'reused', before[2] }
  end
end

local now_epoch, top, oldest = history(meta, log)
if oldest > schema then
  return { 'newer', tostring(oldest) }
end

if token ~= '' and redis.call('HGET', lease, 'token') ~= token then
  return { 'lease' }
end

if now_epoch ~= epoch or top ~= tonumber(seq) then
  return { 'moved' }
end
if guard ~= '' and (redis.call('GET', guard) or '') ~= guarded then
  return { 'moved' }
end
for n = seen_from, seen_to, 3 do
  if (redis.call('HGET', ARGV[n], ARGV[n + 1]) or '') ~= ARGV[n + 2] then
    return { 'moved' }
  end
end

if kind ~= '' and whole == '' and redis.call('HGET', parts, 'seq') ~= seq then
  return { 'whole' }
end

if audit_to >= audit_from then
  local again = moved_head(head, head_n, head_link)
  if again then
    return again
  end
end

local used, waits = {}, 0
for n = 9, #KEYS do
  local free = pace_from + 2 * (n - 9)
  local left
  used[n], left = one_more(KEYS[n], now, tonumber(ARGV[free]), tonumber(ARGV[free + 1]))
  waits = math.max(waits, left)
end
if waits > 0 then
  return { 'slow', tostring(waits) }
end
for n = 9, #KEYS do
  use_up(KEYS[n], now, used[n])
end

if kind ~= '' then
  top = top + 1
  redis.call('XADD', log, 'MAXLEN', '~', log_cap, top .. '-0', 'epoch', epoch, 'at', at, 'type', kind, 'body', body,
    'schema', schema, 'min_reader', min_reader)
  if whole ~= '' then
    redis.call('DEL', parts, board)
  end
  redis.call('HSET', parts, 'seq', top, unpack(ARGV, parts_from, parts_to))
  if gone_to >= gone_from then
    redis.call('HDEL', parts, unpack(ARGV, gone_from, gone_to))
  end
  redis.call('HSET', meta, 'top', top, 'numbered', top, 'schema', schema, 'min_reader', math.max(oldest, min_reader))
end
while writes_from <= writes_to do
  local words = tonumber(ARGV[writes_from])
  redis.call(unpack(ARGV, writes_from + 1, writes_from + words))
  writes_from = writes_from + words + 1
end
if audit_to >= audit_from then
  chain(audit, head, head_n, unpack(ARGV, audit_from, audit_to))
end
if done ~= meta then
  redis.call('HSET', done, 'fingerprint', fingerprint, 'receipt', receipt)
  redis.call('EXPIRE', done, ttl)
end
if kind ~= '' then
  -- Listening is a convenience: an account that may not publish must not fail here, with everything written.
  redis.pcall('PUBLISH', channel, table.concat({ top, epoch, at, kind, schema, min_reader, body }, '\n'))
end
return { 'done', receipt }

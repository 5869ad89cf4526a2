-- Commits one change as a whole: the event, the board after it, further writes, and the receipt.
-- KEYS: meta, log, board, idempotency key (meta again for none), lease, audit, the list of this actor's row ids in it
-- ARGV: epoch and seq the caller decided upon, event type (or ''), at, body, board after it, log cap,
--       fingerprint of the request, receipt, its TTL in s, fencing token (or ''), audit entry as flat JSON list (or ''),
--       audit cap, cap of one actor, further writes as a JSON list of commands, the writer's schema,
--       the oldest schema that may write after this one
-- Returns {'done'|'again', receipt}, {'reused'}, {'newer', schema}, {'lease'} or {'moved'}.
local meta, log, board, done, lease, audit, share = unpack(KEYS)
local epoch, seq, kind, at, body, board_json, log_cap = unpack(ARGV, 1, 7)
local fingerprint, receipt, ttl, token, audit_json, audit_cap, audit_each, writes = unpack(ARGV, 8, 15)
local schema, min_reader = tonumber(ARGV[16]), tonumber(ARGV[17])

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

if kind ~= '' then
  top = top + 1
  redis.call('XADD', log, 'MAXLEN', '~', log_cap, top .. '-0', 'epoch', epoch, 'at', at, 'type', kind, 'body', body,
    'schema', schema, 'min_reader', min_reader)
  redis.call('SET', board, board_json)
  redis.call('HSET', meta, 'top', top, 'numbered', top, 'schema', schema, 'min_reader', math.max(oldest, min_reader))
end
for _, write in ipairs(cjson.decode(writes)) do
  redis.call(unpack(write))
end
if audit_json ~= '' then
  note(audit, share, audit_cap, audit_each, { 'seq', top, unpack(cjson.decode(audit_json)) })
end
if done ~= meta then
  redis.call('HSET', done, 'fingerprint', fingerprint, 'receipt', receipt)
  redis.call('EXPIRE', done, ttl)
end
return { 'done', receipt }

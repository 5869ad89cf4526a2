-- Appends to a chain of the audit trail. Each entry is signed upon the head before it, which must still be the head.
-- Returns nil, or {'relink', number, link, key's id} of the head upon which it must be signed anew.
local function moved_head(head, n, link)
  local known = redis.call('HMGET', head, 'n', 'link', 'key')
  local now_n, now_link = known[1] or '0', known[2] or ''
  if now_n ~= n or now_link ~= link then
    return { 'relink', now_n, now_link, known[3] or '' }
  end
end

local function chain(stream, head, n, text, link, key)
  redis.call('XADD', stream, '*', 'entry', text, 'link', link)
  redis.call('HSET', head, 'n', tonumber(n) + 1, 'link', link, 'key', key)
end

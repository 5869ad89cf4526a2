-- Appends one entry. KEYS: stream, head   ARGV: number and link of the head that it is signed upon, its canonical JSON, its link, the id
-- of its key
-- Returns {'done'}, or {'relink', number, link, key's id}.
local again = moved_head(KEYS[2], ARGV[1], ARGV[2])
if again then
  return again
end
chain(KEYS[1], KEYS[2], ARGV[1], ARGV[3], ARGV[4], ARGV[5])
return { 'done' }

-- Adds one row. KEYS: stream, list of this actor's row ids   ARGV: cap, cap of one actor, the row as a flat JSON list
note(KEYS[1], KEYS[2], ARGV[1], ARGV[2], cjson.decode(ARGV[3]))
return 1

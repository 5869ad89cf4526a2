-- A row by itself. KEYS: stream, the ids of this actor's rows. ARGV: cap, cap of one actor, the row as a flat JSON list
note(KEYS[1], KEYS[2], ARGV[1], ARGV[2], cjson.decode(ARGV[3]))
return 1

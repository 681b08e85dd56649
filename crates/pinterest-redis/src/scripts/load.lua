-- Returns the version and the tokens. KEYS: tokens.
local pair = redis.call('HMGET', KEYS[1], 'version', 'tokens')
return {tonumber(pair[1]) or 0, pair[2]}

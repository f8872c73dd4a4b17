-- A tag says itself how much its article is about its topic. What was judged before says nothing, and is judged anew by
-- `veille retag`.
UPDATE tags SET weight = 0;

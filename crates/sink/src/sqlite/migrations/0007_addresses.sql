-- Which inputs came from an address. Their outcomes lie beside each other under the input: in an index of their own, with its
-- whole address each, they took a third of what the ledger costs. Both are told by the first 64 bits of their SHA-256. What
-- is stored already is written here by the program (filling.rs), which then lets the index go.
CREATE TABLE addresses (
    address_key INTEGER NOT NULL,
    input_key   INTEGER NOT NULL,
    PRIMARY KEY (address_key, input_key)
) WITHOUT ROWID;

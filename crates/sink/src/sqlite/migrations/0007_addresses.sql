-- Which inputs came from an address. Their outcomes lie beside each other under the input; in an index of their own each of
-- the three that an article has stood with its whole address. By the address itself and not by a digest: what comes from one
-- site on one day lies together.
CREATE TABLE addresses (
    address   TEXT    NOT NULL,
    input_key INTEGER NOT NULL,
    PRIMARY KEY (address, input_key)
) WITHOUT ROWID;

INSERT INTO addresses (address, input_key)
SELECT DISTINCT address, input_key FROM outcomes WHERE address IS NOT NULL;

DROP INDEX outcomes_by_address;

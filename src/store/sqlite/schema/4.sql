-- Version 4. Histories cut into archives: an archive holds what comes after the end of the one before
-- it, up to its own. The newest of a history ends at the greatest number: it takes what comes.
CREATE TABLE archive (
    history   TEXT NOT NULL,
    number    INTEGER NOT NULL,
    published INTEGER NOT NULL,          -- its end: an article's date ...
    id        TEXT NOT NULL,             -- ... and id
    size      INTEGER NOT NULL,          -- how many articles filled it when it was cut
    PRIMARY KEY (history, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX archive_end ON archive (history, published, id);

-- Where in a history a change took place.
ALTER TABLE change ADD COLUMN published_before INTEGER;
ALTER TABLE change ADD COLUMN published_after INTEGER;

-- `record` holds the article as JSON; every other column exists to be searched by.
CREATE TABLE article (
    key       INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,      -- the record's key in its source
    guid      TEXT NOT NULL UNIQUE,      -- the id feeds carry, decided once
    url       TEXT NOT NULL,
    state     INTEGER NOT NULL,          -- 0 published, 1 draft, 2 withdrawn
    published INTEGER NOT NULL,          -- unix seconds
    updated   INTEGER NOT NULL,
    expires   INTEGER,
    withdrawn INTEGER,                   -- when; only in state 2
    source    TEXT,                      -- file of the site folder
    sequence  INTEGER NOT NULL,          -- of its last change
    record    TEXT NOT NULL
) STRICT;
CREATE INDEX article_url ON article (url);
CREATE INDEX article_source ON article (source) WHERE source IS NOT NULL;
CREATE INDEX article_expires ON article (expires) WHERE expires IS NOT NULL;

CREATE TABLE facet (
    key       INTEGER PRIMARY KEY,
    kind      TEXT NOT NULL,
    slug      TEXT NOT NULL,
    name      TEXT NOT NULL,             -- as the newest article that is filed under it writes it
    published INTEGER NOT NULL,          -- of that article; the least when it only has the slug
    article   TEXT NOT NULL,             -- its id
    since     INTEGER NOT NULL,          -- the first publication ever filed under it; a feed from then on
    UNIQUE (kind, slug)
) STRICT;

-- An article under a facet. Drafts have no rows. The two orders of a page are two indexes.
CREATE TABLE filed (
    facet     INTEGER NOT NULL,
    state     INTEGER NOT NULL,
    published INTEGER NOT NULL,
    article   INTEGER NOT NULL,
    updated   INTEGER NOT NULL,
    PRIMARY KEY (facet, state, published DESC, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX filed_updated ON filed (facet, state, updated DESC, article);
CREATE INDEX filed_article ON filed (article);

CREATE TABLE change (
    sequence  INTEGER PRIMARY KEY AUTOINCREMENT,
    article   TEXT NOT NULL,
    before    TEXT NOT NULL,             -- facets as JSON
    after     TEXT NOT NULL
) STRICT;

-- Since when a document has had its present bytes.
CREATE TABLE document (
    name      TEXT PRIMARY KEY,
    digest    TEXT NOT NULL,
    since     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

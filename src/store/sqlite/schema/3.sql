-- Version 3. An article costs one entry of a tree for each of its facets, not three: its rows are found by the facets
-- of its record, and only what has two dates needs a second order.
DROP INDEX filed_article;
DROP INDEX filed_updated;
CREATE INDEX filed_updated ON filed (facet, state, updated DESC, article)
WHERE updated <> published OR state = 2;
